package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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
        ExcerptWalker.Step step = walker.next(false);
        while (step == ExcerptWalker.Step.BLOCK || step == ExcerptWalker.Step.CATALOG) {
            if (step == ExcerptWalker.Step.BLOCK && block.count() > 0) {
                found = true;
                lastSequence = Math.max(lastSequence, block.lastSequence());
            }
            step = walker.next(false);
            if (step == ExcerptWalker.Step.NOTHING_YET && complete(file, walker.position(), memory.view(), block)) {
                step = walker.next(false);
            }
        }
        if (step == ExcerptWalker.Step.NOTHING_YET) {
            cut(file, walker.position(), memory.fileBytes());
        }
        return found;
    }

    /**
     * A block that is there to the last byte, but whose word was not written before the writer was killed (Chronicle writes
     * it last, and until then it may be 0), is kept: readers of the journal at rest have found it by its checksums.
     */
    private boolean complete(CycleFile file, int at, ByteBuffer bytes, Block block) throws IOException {
        int content = at + ExcerptFormat.WORD_BYTES;
        if (content > bytes.limit()
                || bytes.getInt(at) == ExcerptFormat.END_OF_CYCLE
                || block.wrap(bytes.slice(content, bytes.limit() - content).order(bytes.order()))
                        .isPresent()
                || block.checkAll().isPresent()) {
            return false;
        }
        ByteBuffer word = ByteBuffer.allocate(ExcerptFormat.WORD_BYTES).order(bytes.order());
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.write(word.putInt(0, block.totalBytes()), at);
        }
        repairs.add(file.label() + ": an excerpt at " + at + " was whole but not marked so, and has been kept");
        return true;
    }

    private void cut(CycleFile file, long end, long fileBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long pageEnd = ExcerptFormat.pageEnd(end);
            ByteBuffer rest = ByteBuffer.allocate((int) Math.max(0, Math.min(pageEnd, fileBytes) - end));
            channel.read(rest, end);
            if (fileBytes > pageEnd) {
                channel.truncate(pageEnd);
            }
            if (!isZero(rest)) {
                channel.write(ByteBuffer.allocate(rest.capacity()), end);
                repairs.add(file.label() + ": an excerpt at " + end + " was not finished and has been cut off");
            }
        }
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
