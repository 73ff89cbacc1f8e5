package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which sequences may be missing without anything being lost: what was pruned, and what a killed writer had not committed.
 * Stands in a file of its own that is written before anything is deleted, so that a deletion is told from a loss.
 *
 * <pre>
 *   pruned trace 4096           of this lane nothing before this sequence is kept
 *   uncommitted 100 120         a writer ended before these were in both lanes
 * </pre>
 */
final class KnownGaps {
    private static final String FILE = "gaps";
    private static final Pattern PRUNED = Pattern.compile("pruned ([a-z]+) (\\d{1,18})");
    private static final Pattern UNCOMMITTED = Pattern.compile("uncommitted (\\d{1,18}) (\\d{1,18})");

    private final Map<Lane, Long> prunedBefore = new EnumMap<>(Lane.class);
    private final List<Span> uncommitted = new ArrayList<>();

    private record Span(long first, long last) {}

    private KnownGaps() {}

    /** What is known; a line that has become unreadable says nothing. */
    static KnownGaps read(JournalFolder folder) throws IOException {
        KnownGaps gaps = new KnownGaps();
        JournalFolder.smallText(folder.file(FILE)).lines().forEach(gaps::parse);
        return gaps;
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
