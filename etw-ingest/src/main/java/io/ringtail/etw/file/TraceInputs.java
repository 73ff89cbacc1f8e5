package io.ringtail.etw.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Turns what a user names into traces: folders into the traces below them, archives into their members. */
public final class TraceInputs {
    private static final List<String> SUFFIXES = List.of(".etl", ".etl.gz", ".zip");
    private static final int ZIP_MAGIC = 0x4B50;

    private TraceInputs() {}

    /** Whether a name looks like that of a trace or of an archive of traces. */
    public static boolean hasTraceSuffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(lower::endsWith);
    }

    /**
     * The traces behind these paths, in their order; those of a folder or an archive by name.
     *
     * @throws TraceUnreadableException if a path does not exist, or there is no trace behind it
     */
    public static List<TraceInput> expand(List<Path> paths) throws IOException {
        List<TraceInput> inputs = new ArrayList<>();
        for (Path path : paths) {
            int before = inputs.size();
            if (Files.isDirectory(path)) {
                addFolder(path, inputs);
            } else {
                addFile(path, inputs);
            }
            if (inputs.size() == before) {
                throw new TraceUnreadableException(path + ": holds no trace: no file whose name ends in .etl, .etl.gz"
                        + " or, outside an archive, .zip");
            }
        }
        return inputs;
    }

    private static void addFolder(Path folder, List<TraceInput> inputs) throws IOException {
        List<Path> found;
        try (Stream<Path> below = Files.walk(folder)) {
            found = below.filter(Files::isRegularFile)
                    .filter(file -> hasTraceSuffix(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
        for (Path file : found) {
            addFile(file, inputs);
        }
    }

    private static void addFile(Path file, List<TraceInput> inputs) throws IOException {
        if (!Files.exists(file)) {
            throw new TraceUnreadableException(file + ": no such file or folder");
        }
        if (TraceInput.magic(file) == ZIP_MAGIC) {
            addMembers(file, inputs);
        } else {
            inputs.add(new TraceInput(file, ""));
        }
    }

    private static void addMembers(Path archive, List<TraceInput> inputs) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            zip.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(".etl"))
                    .sorted()
                    .forEach(name -> inputs.add(new TraceInput(archive, name)));
        } catch (java.util.zip.ZipException e) {
            throw new TraceUnreadableException(archive + ": the archive cannot be read: " + e.getMessage(), e);
        }
    }
}
