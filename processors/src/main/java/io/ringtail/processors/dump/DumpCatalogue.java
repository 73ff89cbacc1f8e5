package io.ringtail.processors.dump;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which dumps there are: a file of lines in their folder, one for each, with tabs between key, time, process and file.
 * Survives its process. <b>Threads:</b> one at a time.
 */
public final class DumpCatalogue {
    private static final String FILE = "dumps.tsv";
    private static final int COLUMNS = 4;

    private final Path folder;

    /** @param folder made when it is needed */
    public DumpCatalogue(Path folder) {
        this.folder = folder;
    }

    /** A dump that was taken. */
    public record Entry(String key, Instant at, String process, Path file) {}

    /** All, oldest first; those whose file is gone too. */
    public List<Entry> entries() throws IOException {
        Path list = folder.resolve(FILE);
        List<Entry> entries = new ArrayList<>();
        if (Files.isRegularFile(list)) {
            for (String line : Files.readAllLines(list)) {
                entry(line).ifPresent(entries::add);
            }
        }
        return entries;
    }

    /** Where a dump of this key goes. */
    Path file(String key) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(key + ".dmp");
    }

    void add(Entry entry) throws IOException {
        String line = entry.key + "\t" + entry.at + "\t" + entry.process.replaceAll("\\s", " ") + "\t"
                + entry.file.getFileName() + "\n";
        Files.writeString(
                folder.resolve(FILE),
                line,
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Bytes of all dumps that are still there. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Entry entry : entries()) {
            bytes += Files.isRegularFile(entry.file) ? Files.size(entry.file) : 0;
        }
        return bytes;
    }

    private Optional<Entry> entry(String line) {
        String[] columns = line.split("\t", -1);
        return columns.length == COLUMNS
                ? Optional.of(new Entry(columns[0], Instant.parse(columns[1]), columns[2], folder.resolve(columns[3])))
                : Optional.empty(); // a line that a crash cut
    }
}
