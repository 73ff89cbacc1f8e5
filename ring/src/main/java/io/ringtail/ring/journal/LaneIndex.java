package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where readers of a journal start: the cycle, found by halving the list of cycles, each of which begins with a record
 * that says which sequences it holds; and the place in the cycle, by its {@link CycleIndex}. The writer leaves one beside
 * each cycle that it completes; where that is missing, damaged or stale, and for the cycle that is being written, the
 * cycle's headers are walked once for as long as the journal is open.
 *
 * <p><b>Threads:</b> any.
 */
final class LaneIndex {
    private final Journal journal;
    private final Map<Path, CycleIndex> sealed = new ConcurrentHashMap<>();
    private final Map<Path, Growing> growing = new ConcurrentHashMap<>();

    /** The index of a cycle that is being written, and how far it has come. */
    private static final class Growing {
        private final CycleIndex index = new CycleIndex();
        private final Block block = new Block();
        private final ExcerptWalker walker;

        Growing(CycleMemory memory) {
            walker = new ExcerptWalker(memory, block, (position, what) -> {});
        }

        synchronized CycleIndex walk(boolean isSealed) throws IOException {
            while (true) {
                switch (walker.next(isSealed)) {
                    case BLOCK -> index.addBlock(walker.excerptPosition(), block);
                    case CATALOG -> index.addRecord(walker.excerptPosition());
                    case NOTHING_YET, END -> {
                        return index;
                    }
                }
            }
        }
    }

    LaneIndex(Journal journal) {
        this.journal = journal;
    }

    /** Where the index of a cycle file is stored. */
    static Path path(Path cycle) {
        String name = String.valueOf(cycle.getFileName());
        return cycle.resolveSibling(name.substring(0, name.length() - CycleFile.SUFFIX.length()) + CycleIndex.SUFFIX);
    }

    /** Below this sequence nothing is in the cycle, and nothing at or above it in those before; empty if unreadable. */
    static OptionalLong start(CycleMemory memory) throws IOException {
        Block block = new Block();
        ExcerptWalker walker = new ExcerptWalker(memory, block, (position, what) -> {});
        return switch (walker.next(false)) {
            case CATALOG -> OptionalLong.of(CatalogRecord.nextSequence(walker.content()));
            case BLOCK -> OptionalLong.of(block.firstSequence());
            case NOTHING_YET, END -> OptionalLong.empty();
        };
    }

    /** How many of a lane's cycles, from its first, hold nothing at or above a sequence. */
    int cyclesBefore(List<CycleFile> cycles, long sequence) throws IOException {
        int low = 0;
        int high = cycles.size();
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (startOf(cycles, middle) <= sequence) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Whether a cycle that nobody writes any more has nothing that a scan asks for. */
    boolean skips(CycleFile file, Scan scan) throws IOException {
        return isBounded(scan) && !sealed(file).mayHold(scan);
    }

    /** The position in the file at which the scan may start. */
    int position(CycleFile file, boolean isSealed, Scan scan) throws IOException {
        return isBounded(scan) ? index(file, isSealed).start(scan) : 0;
    }

    /** Where the catalog records before a position stand. */
    int[] recordsBefore(CycleFile file, boolean isSealed, int position) throws IOException {
        int[] records = index(file, isSealed).records();
        int count = 0;
        while (count < records.length && records[count] < position) {
            count++;
        }
        return Arrays.copyOf(records, count);
    }

    /** Of the cycle's events; -1 if there are none. */
    long lastSequence(CycleFile file) throws IOException {
        return index(file, false).lastSequence();
    }

    void clear() {
        sealed.clear();
        growing.clear();
    }

    private static boolean isBounded(Scan scan) {
        return scan.fromSequence() > 0
                || scan.fromTimeTicks() != Long.MIN_VALUE
                || scan.toTimeTicks() != Long.MAX_VALUE;
    }

    private CycleIndex index(CycleFile file, boolean isSealed) throws IOException {
        return isSealed ? sealed(file) : growing(file).walk(false);
    }

    private CycleIndex sealed(CycleFile file) throws IOException {
        CycleIndex known = sealed.get(file.path());
        if (known == null) {
            Optional<CycleIndex> stored = stored(file);
            known = stored.isPresent() ? stored.get() : growing(file).walk(true);
            sealed.put(file.path(), known);
            growing.remove(file.path());
        }
        return known;
    }

    private Growing growing(CycleFile file) throws IOException {
        Growing known = growing.get(file.path());
        if (known == null) {
            growing.putIfAbsent(file.path(), new Growing(journal.memory(file)));
            return growing(file);
        }
        return known;
    }

    /** Of the file as it is mapped here: it may have been compacted since, and its index is then that of another file. */
    private Optional<CycleIndex> stored(CycleFile file) throws IOException {
        Path path = path(file.path());
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        CycleMemory memory = journal.memory(file);
        Optional<CycleIndex> index =
                CycleIndex.of(Files.readAllBytes(path), memory.view().limit());
        return index.isPresent() && isOf(memory, index.get()) ? index : Optional.empty();
    }

    /** Another journal's may have the same length; where its last entry points to, another block stands then, or none. */
    private static boolean isOf(CycleMemory memory, CycleIndex index) throws IOException {
        if (index.lastEntry() < 0) {
            return true;
        }
        Block block = new Block();
        ExcerptWalker walker = new ExcerptWalker(memory, block, (position, what) -> {});
        walker.startAt(index.lastEntry());
        return walker.next(true) == ExcerptWalker.Step.BLOCK
                && walker.excerptPosition() == index.lastEntry()
                && block.firstSequence() == index.lastEntrySequence();
    }

    /** Of a cycle whose start is damaged nothing is known: the one before is taken, which is never too late. */
    private long startOf(List<CycleFile> cycles, int n) throws IOException {
        return journal.isThere(cycles.get(n))
                ? start(journal.memory(cycles.get(n))).orElse(Long.MAX_VALUE)
                : 0; // pruned since, and with it what is before
    }
}
