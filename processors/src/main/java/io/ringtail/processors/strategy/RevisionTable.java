package io.ringtail.processors.strategy;

import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The revisions of a folder's values, and its leases: lines of text in one file. <b>Threads:</b> who holds the lock. */
final class RevisionTable {
    static final long NO_LEASE = 0;

    private static final String FILE = "revisions";
    private static final String COUNTER = "counter";
    private static final String LEASE = "lease";
    private static final String KEY = "key";
    private static final String PENDING = "pending";

    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<Long, Instant> leases = new TreeMap<>();
    private long counter;
    private Optional<Pending> pending = Optional.empty();

    private record Row(long revision, String hash, long lease) {}

    /** A write that has begun. Whoever finds one holds the lock, so its writer was killed. */
    private record Pending(String key, Row row) {}

    static RevisionTable read(Path folder) throws IOException {
        RevisionTable table = new RevisionTable();
        try {
            for (String line : Files.readAllLines(folder.resolve(FILE))) {
                table.take(line.split(" ", -1));
            }
        } catch (NoSuchFileException e) {
            return table;
        } catch (RuntimeException e) {
            throw new IOException(
                    folder.resolve(FILE) + " is damaged; delete it, and every strategy counts as changed", e);
        }
        return table;
    }

    private void take(String[] words) {
        switch (words[0]) {
            case COUNTER -> counter = Long.parseLong(words[1]);
            case LEASE -> leases.put(Long.parseLong(words[1]), Instant.ofEpochMilli(Long.parseLong(words[2])));
            case KEY -> rows.put(words[4], row(words));
            case PENDING -> pending = Optional.of(new Pending(words[4], row(words)));
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static Row row(String[] words) {
        return new Row(Long.parseLong(words[1]), words[2], Long.parseLong(words[3]));
    }

    private static String line(String kind, String key, Row row) {
        return String.join(" ", kind, Long.toString(row.revision()), row.hash(), Long.toString(row.lease()), key)
                + "\n";
    }

    void write(Path folder) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(COUNTER).append(' ').append(counter).append('\n');
        leases.forEach((id, end) -> text.append(LEASE)
                .append(' ')
                .append(id)
                .append(' ')
                .append(end.toEpochMilli())
                .append('\n'));
        rows.forEach((key, row) -> text.append(line(KEY, key, row)));
        pending.ifPresent(begun -> text.append(line(PENDING, begun.key(), begun.row())));
        Durable.replace(folder.resolve(FILE), text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    long counter() {
        return counter;
    }

    long revision(String key) {
        return Optional.ofNullable(rows.get(key)).map(Row::revision).orElse(StrategyStore.ABSENT);
    }

    /** Enters what stands in a value's file; true if that is new. */
    boolean see(String key, String hash) {
        Row known = rows.get(key);
        if (known != null && known.hash().equals(hash)) {
            return false;
        }
        rows.put(key, new Row(++counter, hash, known == null ? NO_LEASE : known.lease()));
        return true;
    }

    /** A value's file is to be replaced: until {@link #commit}, a kill leaves it to {@link #settle} whether it was. */
    void begin(String key, String hash, long lease) {
        pending = Optional.of(new Pending(key, new Row(counter + 1, hash, lease)));
    }

    /** The file is as it was begun; returns its revision. */
    long commit() {
        Pending begun = pending.orElseThrow();
        rows.put(begun.key(), begun.row());
        counter = begun.row().revision();
        pending = Optional.empty();
        return counter;
    }

    boolean hasPending() {
        return pending.isPresent();
    }

    /** Ends what a writer that was killed had begun: it happened if the file says so. */
    void settle(Map<String, String> hashes) {
        if (pending.orElseThrow().row().hash().equals(hashes.get(pending.get().key()))) {
            commit();
        } else {
            pending = Optional.empty();
        }
    }

    long remove(String key) {
        return rows.remove(key) == null ? counter : ++counter;
    }

    /** Forgets values whose files are gone; true if there were any. */
    boolean keepOnly(Set<String> keys) {
        boolean removed = rows.keySet().retainAll(keys);
        counter += removed ? 1 : 0;
        return removed;
    }

    boolean hasLease(long id) {
        return leases.containsKey(id);
    }

    void lease(long id, Instant end) {
        leases.put(id, end);
    }

    void dropLease(long id) {
        leases.remove(id);
    }

    List<Long> leasesEndedBy(Instant now) {
        return leases.entrySet().stream()
                .filter(lease -> !lease.getValue().isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<String> keysOf(long lease) {
        List<String> keys = new ArrayList<>();
        rows.forEach((key, row) -> {
            if (row.lease() == lease) {
                keys.add(key);
            }
        });
        return keys;
    }
}
