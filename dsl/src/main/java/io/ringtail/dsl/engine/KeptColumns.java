package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.ScalarType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Payload fields as columns, for queries that ask for them again. A journal holds payloads as they were captured, row by
 * row; what a scan reads out of those of one type, block by block, is kept here from the second scan on that asks for it.
 * The next then touches neither the payloads nor the column of types.
 *
 * <p>Blocks never change, and are told by their first sequence and the checksum of their header, which covers all of them.
 * What is kept was read out of a block whose checksums were right.
 *
 * <p><b>Memory:</b> bounded; what was not asked for longest goes first, but nothing that the very scan asked for which wants
 * room. <b>Threads:</b> any.
 */
public final class KeptColumns {
    /** Keeps nothing. */
    public static final KeptColumns NONE = new KeptColumns(0);

    /** What a piece takes beside its content, about. */
    private static final int BYTES_A_PIECE = 96;

    /** What was asked for and has nothing kept is forgotten so many scans later. */
    private static final int SCANS_REMEMBERED = 100;

    private record RowsKey(int type) {}

    private record FieldKey(int type, FieldReader reader, ScalarType as) {}

    private final long maxBytes;
    private final Map<Record, Kept<?>> all = new HashMap<>();
    private long bytes;
    private long scans;

    private KeptColumns(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    public static KeptColumns upTo(long maxBytes) {
        return new KeptColumns(maxBytes);
    }

    /** What is kept now, roughly. */
    public synchronized long bytes() {
        return bytes;
    }

    boolean isOn() {
        return maxBytes > 0;
    }

    /** Numbers a scan, which may go on in several threads. */
    synchronized long begin() {
        scans++;
        List<Kept<?>> empty = all.values().stream()
                .filter(kept -> kept.bytes == 0 && kept.lastScan < scans - SCANS_REMEMBERED)
                .toList();
        empty.forEach(Kept::forget);
        return scans;
    }

    /** How many columns are known here, with or without anything kept. */
    synchronized int size() {
        return all.size();
    }

    /** Which rows of a block are of this type. */
    @SuppressWarnings("unchecked") // of this key there is nothing else
    synchronized Kept<int[]> rows(int type, long scan) {
        Kept<?> rows = all.computeIfAbsent(new RowsKey(type), key -> new Kept<int[]>(key));
        rows.asked(scan);
        return (Kept<int[]>) rows;
    }

    /** A field of all rows of this type. */
    synchronized KeptField field(int type, Field field, FieldReader reader, long scan) {
        KeptField kept = (KeptField)
                all.computeIfAbsent(new FieldKey(type, reader, field.type()), key -> new KeptField(key, field, reader));
        kept.asked(scan);
        return kept;
    }

    /** Makes room for more, unless what was asked for in this very scan takes all of it. */
    private synchronized boolean reserve(Kept<?> wanting, long more) {
        while (bytes + more > maxBytes) {
            Optional<Kept<?>> oldest = all.values().stream()
                    .filter(kept -> kept.lastScan < wanting.lastScan && kept.bytes > 0)
                    .min(Comparator.comparingLong(kept -> kept.lastScan));
            if (oldest.isEmpty()) {
                return false;
            }
            oldest.get().forget();
        }
        bytes += more;
        wanting.bytes += more;
        return true;
    }

    /** Something of the events of one type, block by block. */
    class Kept<T> {
        private record Piece<T>(int checksum, T content, long bytes) {}

        private final Record key;
        private final Map<Long, Piece<T>> pieces = new ConcurrentHashMap<>();
        private final AtomicInteger timesAsked = new AtomicInteger();
        private volatile long lastScan = -1;
        /** The last scan for which there was no room. */
        private volatile long refusedScan = -1;

        private long bytes;
        /** Of them, what all pieces share. */
        private long sharedBytes;

        private volatile boolean isWorthIt = true;

        private Kept(Record key) {
            this.key = key;
        }

        void asked(long scan) {
            if (scan > lastScan) {
                lastScan = scan;
                timesAsked.incrementAndGet();
            }
        }

        /** Whether it was asked for before, is of the kind that can be kept, and there was room for it so far. */
        boolean isWanted() {
            return isOn() && isWorthIt && timesAsked.get() > 1 && refusedScan != lastScan;
        }

        @Nullable
        T of(Block block) {
            Piece<T> piece = pieces.get(block.firstSequence());
            return piece != null && piece.checksum == block.headerChecksum() ? piece.content : null;
        }

        /**
         * Keeps it, if there is room.
         *
         * @param shared what is used by all blocks' contents together takes by now
         */
        void keep(Block block, T content, long contentBytes, long shared) {
            synchronized (KeptColumns.this) {
                if (!isWanted() || of(block) != null) {
                    return;
                }
                drop(pieces.remove(block.firstSequence())); // of a block that was stored anew, compressed
                long own = contentBytes + BYTES_A_PIECE;
                long newlyShared = Math.max(0, shared - sharedBytes);
                if (reserve(this, own + newlyShared)) {
                    sharedBytes += newlyShared;
                    pieces.put(block.firstSequence(), new Piece<>(block.headerChecksum(), content, own));
                } else {
                    refusedScan = lastScan; // blocks behind this one are not read whole for nothing
                }
            }
        }

        private void drop(@Nullable Piece<T> old) {
            if (old != null) {
                bytes -= old.bytes;
                KeptColumns.this.bytes -= old.bytes;
            }
        }

        /** It turned out to be nothing that can be kept. */
        void giveUp() {
            synchronized (KeptColumns.this) {
                isWorthIt = false;
                KeptColumns.this.bytes -= bytes;
                bytes = 0;
                pieces.clear();
            }
        }

        /** Scans that know of it go on with what they have found already. */
        private void forget() {
            giveUp();
            all.remove(key);
        }
    }

    /** A payload field of all events of one type. */
    final class KeptField extends Kept<Vector> {
        private final Field field;
        private final FieldReader reader;
        private @Nullable FieldSource source;
        private int[] codes = {};

        private KeptField(Record key, Field field, FieldReader reader) {
            super(key);
            this.field = field;
            this.reader = reader;
        }

        /**
         * Reads it out of a block, and keeps it.
         *
         * @param rows all that are of the type
         * @return null if it is not to be kept
         */
        @Nullable
        Vector load(Block block, int[] rows) {
            return isWanted() ? read(block, rows) : null;
        }

        /** One thread at a time: all share the table of texts. */
        private synchronized Vector read(Block block, int[] rows) {
            if (codes.length < rows.length) {
                codes = new int[rows.length];
            }
            FieldSource from = source == null ? new FieldSource(field, reader) : source;
            source = from;
            Vector values = from.load(block, rows, codes, rows.length);
            if (values.type() == ScalarType.STRING && values.codes() == null) {
                giveUp(); // texts that differ from event to event take as much as the payloads
            } else {
                keep(block, values, values.memoryBytes(), from.textBytes());
            }
            return values;
        }
    }
}
