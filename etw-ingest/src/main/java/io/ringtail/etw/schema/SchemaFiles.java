package io.ringtail.etw.schema;

import io.ringtail.etw.pe.PeImage;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Schemas that a user has in files: instrumentation manifests (.man, .xml) and programs that such were compiled into (.dll,
 * .exe, .sys), one by one or in folders.
 *
 * @param problems one line for each file that cannot be used, and why
 * @param unusable how many of the files that were named one by one cannot be used
 * @param withoutSchema how many programs in folders have no manifest in them, which is no problem
 */
public record SchemaFiles(List<Schema> schemas, List<String> problems, int unusable, int withoutSchema) {
    /** No schemas. */
    public static final SchemaFiles NONE = of(List.of());

    /** How deep folders are searched. */
    private static final int MAX_FOLDER_DEPTH = 16;

    private static final Set<String> SUFFIXES = Set.of("man", "xml", "dll", "exe", "sys");
    private static final int START_BYTES = 128;
    /** A comment with a licence may stand before the first element. */
    private static final int PROLOGUE_BYTES = 1 << 16;

    public SchemaFiles {
        schemas = List.copyOf(schemas);
        problems = List.copyOf(problems);
    }

    /** Schemas that need no reading. */
    public static SchemaFiles of(List<Schema> schemas) {
        return new SchemaFiles(schemas, List.of(), 0, 0);
    }

    /**
     * Reads the files, and in folders all that end in {@code .man}, {@code .dll}, {@code .exe} or {@code .sys}, and those
     * manifests that end in {@code .xml}, as PerfView saves them; the schemas speak for all sources.
     */
    public static SchemaFiles read(Collection<Path> filesAndFolders) throws IOException {
        Reading reading = new Reading();
        for (Path path : filesAndFolders) {
            if (Files.isDirectory(path)) {
                reading.addFolder(path);
            } else {
                reading.addNamed(path);
            }
        }
        return new SchemaFiles(reading.schemas, reading.problems, reading.unusable, reading.withoutSchema);
    }

    /** These, and then others, which come later and so count before them. */
    public SchemaFiles and(SchemaFiles others) {
        List<Schema> allSchemas = new ArrayList<>(schemas);
        allSchemas.addAll(others.schemas);
        List<String> allProblems = new ArrayList<>(problems);
        allProblems.addAll(others.problems);
        return new SchemaFiles(
                allSchemas, allProblems, unusable + others.unusable, withoutSchema + others.withoutSchema);
    }

    private static boolean isCandidate(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1)) && Files.isRegularFile(file);
    }

    /** What was read so far. */
    private static final class Reading {
        private final List<Schema> schemas = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private int withoutSchema;

        private int unusable;

        void addNamed(Path file) {
            unusable += add(file, false) ? 0 : 1;
        }

        /** What cannot be listed is a problem, and the rest is read. */
        void addFolder(Path folder) throws IOException {
            List<Path> found = new ArrayList<>();
            Files.walkFileTree(folder, Set.of(), MAX_FOLDER_DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (isCandidate(file)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    problems.add(file + ": " + Unusable.reason(e));
                    return FileVisitResult.CONTINUE;
                }
            });
            found.sort(null);
            found.forEach(file -> add(file, true));
        }

        /** False if it cannot be used, which is then a problem. */
        private boolean add(Path file, boolean isFound) {
            try {
                addUsable(file, isFound);
                return true;
            } catch (BrokenSchemaException e) {
                problems.add(file + ": " + e.getMessage());
            } catch (IOException e) {
                problems.add(file + ": " + Unusable.reason(e));
            }
            return false;
        }

        private void addUsable(Path file, boolean isFound) throws IOException, BrokenSchemaException {
            Unusable.checkFile(file);
            byte[] start = start(file, START_BYTES);
            if (PeImage.isLikely(start)) {
                addProgram(file, isFound);
            } else if (WevtReader.isLikely(start)) {
                byte[] resource = start(file, PeImage.MAX_RESOURCE_BYTES);
                addCompiled(new CompiledManifest(resource, Map.of()));
            } else if (CompiledManifest.isLikely(start)) {
                addCompiled(CompiledManifest.read(start(file, CompiledManifest.MAX_BYTES)));
            } else if (!isFound || !isOther(file)) {
                Unusable.checkManifest(start, Files.size(file));
                addManifest(start(file, XmlElement.MAX_BYTES + 1));
            }
        }

        /** Whether this is one of the many XML files that are no manifests. */
        private static boolean isOther(Path file) throws IOException {
            if (!String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".xml")) {
                return false;
            }
            String text = new String(start(file, PROLOGUE_BYTES), StandardCharsets.ISO_8859_1);
            return !text.replace("\0", "").contains("<instrumentationManifest"); // UTF-16 too
        }

        private void addProgram(Path file, boolean isFound) throws IOException, BrokenSchemaException {
            ProgramFile program = new ProgramFile(file);
            List<CompiledManifest> manifests = program.manifests();
            if (manifests.isEmpty() && !isFound) {
                throw new BrokenSchemaException(
                        "no manifest was compiled into this program (no WEVT_TEMPLATE resource)");
            }
            withoutSchema += manifests.isEmpty() ? 1 : 0;
            problems.addAll(program.problems());
            for (CompiledManifest manifest : manifests) {
                addCompiled(manifest);
            }
        }

        private void addCompiled(CompiledManifest manifest) throws BrokenSchemaException {
            manifest.manifest();
            add(SchemaFormat.COMPILED_MANIFEST, manifest.content());
        }

        private void addManifest(byte[] content) throws BrokenSchemaException {
            ManifestReader.parse(content);
            add(SchemaFormat.MANIFEST, content);
        }

        private void add(SchemaFormat format, byte[] content) {
            schemas.add(new Schema(format.label(), Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED, content));
        }

        private static byte[] start(Path file, int most) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(most);
            }
        }
    }
}
