package io.ringtail.etw.schema;

import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Schemas that a user has in files: instrumentation manifests (.man, .xml), one by one or in folders.
 *
 * @param problems one line for each file that cannot be used, and why
 */
public record SchemaFiles(List<Schema> schemas, List<String> problems) {
    /** How deep folders are searched. */
    private static final int MAX_FOLDER_DEPTH = 16;

    public SchemaFiles {
        schemas = List.copyOf(schemas);
        problems = List.copyOf(problems);
    }

    /**
     * Reads the files, and in folders all that end in {@code .man}; the schemas speak for all sources.
     *
     * @throws IOException if a folder cannot be listed
     */
    public static SchemaFiles read(Collection<Path> filesAndFolders) throws IOException {
        List<Schema> schemas = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path path : filesAndFolders) {
            for (Path file : files(path)) {
                try {
                    schemas.add(read(file));
                } catch (BrokenSchemaException e) {
                    problems.add(file + ": " + e.getMessage());
                } catch (IOException e) {
                    problems.add(file + ": cannot be read: " + e);
                }
            }
        }
        return new SchemaFiles(schemas, problems);
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> found = Files.walk(path, MAX_FOLDER_DEPTH)) {
            return found.filter(SchemaFiles::isManifest).sorted().toList();
        }
    }

    private static boolean isManifest(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(".man") && Files.isRegularFile(file);
    }

    private static Schema read(Path file) throws IOException, BrokenSchemaException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(XmlElement.MAX_BYTES + 1);
        }
        ManifestReader.parse(content);
        return new Schema(SchemaFormat.MANIFEST.label(), Schema.ANY, Schema.ANY, Schema.Rank.IMPORTED, content);
    }
}
