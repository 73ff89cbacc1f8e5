package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at what the last writer left behind: finds out where sequences go on, cuts off an excerpt that was not finished,
 * and says in a sentence each what had to be done. Only a lane's last epoch can be torn, since each writer does this.
 */
final class TailRepair {
    private final List<String> repairs = new ArrayList<>();
    private long lastSequence = -1;

    private TailRepair() {}

    /**
     * What the next writer goes on from.
     *
     * @param epoch the next writer's
     * @param nextSequence above all that was ever given out
     */
    record Result(int epoch, long nextSequence, List<String> repairs) {}

    static Result repair(JournalFolder folder, long leastSequence) throws IOException {
        TailRepair repair = new TailRepair();
        int epoch = 0;
        for (Lane lane : Lane.values()) {
            List<Integer> epochs = folder.epochs(lane);
            epoch = epochs.isEmpty() ? epoch : Math.max(epoch, epochs.getLast());
            repair.lane(folder.cycles(lane));
        }
        long committed = CommitMark.lastOf(folder).orElse(-1);
        if (committed >= 0 && repair.lastSequence > committed) {
            KnownGaps gaps = KnownGaps.read(folder);
            gaps.addUncommitted(committed + 1, repair.lastSequence);
            gaps.write(folder);
        }
        long next = Math.max(repair.lastSequence, committed) + 1;
        if (leastSequence > next) { // readers saw events that the power took: these sequences are given to no others
            KnownGaps gaps = KnownGaps.read(folder);
            gaps.addUncommitted(next, leastSequence - 1);
            gaps.write(folder);
            next = leastSequence;
        }
        return new Result(epoch + 1, next, List.copyOf(repair.repairs));
    }

    /** Goes back until a block says how far its lane had come. */
    private void lane(List<CycleFile> files) throws IOException {
        boolean found = false;
        for (int i = files.size() - 1; i >= 0 && !found; i--) {
            found = file(files.get(i));
        }
    }

    private boolean file(CycleFile file) throws IOException {
        Block block = new Block();
        CycleMemory memory = CycleMemory.map(file.path());
        ExcerptWalker walker = new ExcerptWalker(memory, block, (position, what) -> {});
        boolean found = false;
        int end = 0;
        // As of a file that nobody writes: one wrong word must not make what is whole behind it look like a torn tail.
        for (ExcerptWalker.Step step = walker.next(true); isExcerpt(step); step = walker.next(true)) {
            int at = walker.excerptPosition();
            int length = walker.content().remaining();
            boolean marked = memory.view().getInt(at) == length;
            if (step == ExcerptWalker.Step.BLOCK && !marked && block.checkAll().isPresent()) {
                continue; // torn, or damaged with whole ones behind it
            }
            if (step == ExcerptWalker.Step.CATALOG) {
                lastSequence = Math.max(lastSequence, CatalogRecord.nextSequence(walker.content()) - 1);
            } else if (block.count() > 0) {
                found = true;
                lastSequence = Math.max(lastSequence, block.lastSequence());
            }
            if (!marked) {
                mark(file, at, length);
            }
            end = walker.position();
        }
        cutBehind(file, end, memory);
        return found;
    }

    private static boolean isExcerpt(ExcerptWalker.Step step) {
        return step == ExcerptWalker.Step.BLOCK || step == ExcerptWalker.Step.CATALOG;
    }

    /**
     * A block that is there to the last byte, but whose word was not written before the writer was killed (Chronicle writes
     * it last, and until then it may be 0), is kept: readers of the journal at rest have found it by its checksums.
     */
    private void mark(CycleFile file, int at, int length) throws IOException {
        forgetIndex(file);
        ByteBuffer word = ByteBuffer.allocate(ExcerptFormat.WORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.write(word.putInt(0, length), at);
        }
        repairs.add(file.label() + ": an excerpt at " + at + " was whole but not marked so, and has been kept");
    }

    /** Of what is behind the last whole excerpt, what Chronicle wrote for itself stays. */
    private void cutBehind(CycleFile file, int lastEnd, CycleMemory memory) throws IOException {
        ByteBuffer bytes = memory.view();
        long end = lastEnd;
        while (end <= bytes.limit() - ExcerptFormat.WORD_BYTES) {
            int word = bytes.getInt((int) end);
            if (word == ExcerptFormat.END_OF_CYCLE) {
                return;
            }
            long next = ExcerptFormat.aligned(end + ExcerptFormat.WORD_BYTES + (word & ExcerptFormat.LENGTH_MASK));
            if ((word & (ExcerptFormat.INCOMPLETE | ExcerptFormat.OWN)) != ExcerptFormat.OWN || next > bytes.limit()) {
                break;
            }
            end = next;
        }
        cut(file, end, memory.fileBytes());
    }

    private void cut(CycleFile file, long end, long fileBytes) throws IOException {
        if (end >= fileBytes) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long pageEnd = ExcerptFormat.pageEnd(end);
            ByteBuffer rest = ByteBuffer.allocate((int) Math.max(0, Math.min(pageEnd, fileBytes) - end));
            channel.read(rest, end);
            if (fileBytes > pageEnd || !isZero(rest)) {
                forgetIndex(file);
            }
            if (fileBytes > pageEnd) {
                channel.truncate(pageEnd);
            }
            if (!isZero(rest)) {
                channel.write(ByteBuffer.allocate(rest.capacity()), end);
                repairs.add(file.label() + ": an excerpt at " + end + " was not finished and has been cut off");
            }
        }
    }

    /** The one beside a file that is about to be changed; readers do without. */
    private static void forgetIndex(CycleFile file) throws IOException {
        Files.deleteIfExists(LaneIndex.path(file.path()));
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = 0; i < bytes.capacity(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
