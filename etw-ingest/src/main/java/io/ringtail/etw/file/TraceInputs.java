package io.ringtail.etw.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Turns what a user names into traces: folders into the traces below them, archives into their members. */
public final class TraceInputs {
    /** OneDrive writes {@code .etlgz}; a {@code .diagsession} of Visual Studio is a zip. */
    private static final List<String> SUFFIXES = List.of(".etl", ".etl.gz", ".etlgz", ".zip", ".diagsession");

    private TraceInputs() {}

    /** Whether a name looks like that of a trace or of an archive of traces. */
    public static boolean hasTraceSuffix(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(lower::endsWith);
    }

    /** Whether a file that begins with these bytes looks like a trace. */
    public static boolean isLikelyTrace(byte[] start) {
        return start.length >= BufferHeader.BYTES + Integer.BYTES
                && BufferHeader.read(start, 0).isSane()
                && RecordLayout.of(LittleEndian.getInt(start, BufferHeader.BYTES)) != null;
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
                throw new TraceUnreadableException(
                        path + ": holds no trace: no file whose name ends in one of " + String.join(" ", SUFFIXES));
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
        } catch (UncheckedIOException e) {
            throw new TraceUnreadableException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
        for (Path file : found) {
            addFile(file, inputs);
        }
    }

    private static void addFile(Path file, List<TraceInput> inputs) throws IOException {
        if (!Files.exists(file)) {
            throw new TraceUnreadableException(file + ": no such file or folder");
        }
        if (!Files.isRegularFile(file)) {
            throw new TraceUnreadableException(
                    file + ": is a pipe or a device, and a trace is read from a file; copy it into one first");
        }
        if (!Files.isReadable(file) || !ZipTraces.isZip(file)) {
            inputs.add(new TraceInput(file, "")); // opening it will tell
            return;
        }
        for (String member : ZipTraces.names(file)) {
            inputs.add(new TraceInput(file, member));
        }
    }
}
