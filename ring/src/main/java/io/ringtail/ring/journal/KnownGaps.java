package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * Which sequences may be missing without anything being lost: what was pruned, and what a killed writer had not committed.
 * Stands in a file of its own that is written before anything is deleted, so that a deletion is told from a loss.
 *
 * <pre>
 *   pruned trace 4096           of this lane nothing before this sequence is kept
 *   uncommitted 100 120         a writer ended before these were in both lanes
 *   crc32c 1f2e3d4c             of all before it
 * </pre>
 */
final class KnownGaps {
    static final String FILE = "gaps";
    private static final String CHECKSUM = "crc32c ";
    private static final Pattern PRUNED = Pattern.compile("pruned ([a-z]+) (\\d{1,18})");
    private static final Pattern UNCOMMITTED = Pattern.compile("uncommitted (\\d{1,18}) (\\d{1,18})");

    private final Map<Lane, Long> prunedBefore = new EnumMap<>(Lane.class);
    private final List<Span> uncommitted = new ArrayList<>();

    private record Span(long first, long last) {}

    private KnownGaps() {}

    /** What is known; a file that was damaged says nothing, so that what it explained is taken for lost. */
    static KnownGaps read(JournalFolder folder) throws IOException {
        KnownGaps gaps = new KnownGaps();
        String text = JournalFolder.smallText(folder.file(FILE));
        if (isWhole(text)) {
            text.lines().forEach(gaps::parse);
        }
        return gaps;
    }

    /** Whether what is stored is what was stored; true if nothing is. */
    static boolean isWhole(JournalFolder folder) throws IOException {
        return isWhole(JournalFolder.smallText(folder.file(FILE)));
    }

    /** Earlier releases wrote no checksum. */
    private static boolean isWhole(String text) {
        int at = text.lastIndexOf(CHECKSUM);
        return at < 0 || text.substring(at).equals(checksum(text.substring(0, at)));
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return CHECKSUM + HexFormat.of().toHexDigits((int) crc.getValue()) + "\n";
    }

    /** Of this lane nothing before this sequence is kept; 0 if nothing was pruned. */
    long prunedBefore(Lane lane) {
        return prunedBefore.getOrDefault(lane, 0L);
    }

    void addPruned(Lane lane, long before) {
        prunedBefore.merge(lane, before, Math::max);
    }

    void addUncommitted(long first, long last) {
        uncommitted.add(new Span(first, last));
    }

    /** The first sequence at or behind this one that must not be missing. */
    long unexplainedFrom(long first) {
        long unexplained = first;
        for (Lane lane : Lane.values()) {
            unexplained = Math.max(unexplained, prunedBefore(lane));
        }
        for (Span span : uncommitted) { // in the order in which they came about, which is that of sequences
            unexplained = span.first <= unexplained ? Math.max(unexplained, span.last + 1) : unexplained;
        }
        return unexplained;
    }

    void write(JournalFolder folder) throws IOException {
        long kept =
                prunedBefore.values().stream().mapToLong(Long::longValue).min().orElse(0);
        StringBuilder text = new StringBuilder();
        prunedBefore.forEach((lane, before) -> text.append("pruned ")
                .append(lane.folder())
                .append(' ')
                .append(before)
                .append('\n'));
        uncommitted.stream()
                .filter(span -> span.last >= kept)
                .forEach(span -> text.append("uncommitted ")
                        .append(span.first)
                        .append(' ')
                        .append(span.last)
                        .append('\n'));
        text.append(checksum(text.toString()));
        Durable.replace(folder.file(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void parse(String line) {
        Matcher pruned = PRUNED.matcher(line);
        Matcher span = UNCOMMITTED.matcher(line);
        if (pruned.matches()) {
            for (Lane lane : Lane.values()) {
                if (lane.folder().equals(pruned.group(1).toLowerCase(Locale.ROOT))) {
                    addPruned(lane, Long.parseLong(pruned.group(2)));
                }
            }
        } else if (span.matches()) {
            addUncommitted(Long.parseLong(span.group(1)), Long.parseLong(span.group(2)));
        }
    }
}
