package io.ringtail.etw.merge;

import io.ringtail.etw.file.BufferReader;
import io.ringtail.etw.file.EtlFile;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of the files of one clock, by raw time; those of one time by file, buffer and place in it.
 *
 * <p>A buffer is opened when the merge reaches the least time in it, and let go after its last record. Since the buffers
 * of one processor follow one another in time, as many are open as there are processors; circular, appended and
 * disordered files need no more than overlap. <b>Memory:</b> beyond a quarter of the heap, and at least
 * {@value #LEAST_BYTES} bytes, of open buffers no further one is opened until one is done. Records then come later than
 * their time, and the file's problems say so.
 */
final class ClockGroup {
    private static final long LEAST_BYTES = 256L << 20;

    /** One file's buffers that are yet to be opened. */
    private static final class Waiting {
        private final EtlFile file;
        private final int number;
        private final int[] order;
        private int next;

        private Waiting(EtlFile file, int number, int[] order) {
            this.file = file;
            this.number = number;
            this.order = order;
        }

        private boolean isEmpty() {
            return next == order.length;
        }

        private long time() {
            return file.plan().minTime(order[next]);
        }
    }

    private final BufferReader reader;
    private final long mostBytes;
    private final List<Waiting> waiting = new ArrayList<>();
    private final BufferHeap open = new BufferHeap();
    private final Deque<OpenBuffer> idle = new ArrayDeque<>();
    /** Whose buffer is opened next, and at which time. */
    private @Nullable Waiting opensNext;

    private long nextOpening = Long.MAX_VALUE;
    private long openBytes;
    private boolean toldOfDisorder;

    ClockGroup(BufferReader reader) {
        this(reader, Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }

    ClockGroup(BufferReader reader, long mostBytes) {
        this.reader = reader;
        this.mostBytes = mostBytes;
    }

    /**
     * Adds a file.
     *
     * @param buffers those of its buffers that are to be read, by time
     */
    void add(EtlFile file, int number, int[] buffers) {
        waiting.add(new Waiting(file, number, buffers));
    }

    /** Before the first record: makes it the current one. */
    void start() throws IOException {
        findNextOpening();
        openDue();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The buffer whose next record is the group's. */
    OpenBuffer current() {
        return open.top();
    }

    void advance() throws IOException {
        OpenBuffer top = open.top();
        if (top.advance()) {
            open.topMoved();
        } else {
            openBytes -= open.removeTop().loaded.heapBytes();
            idle.push(top);
        }
        if (open.isEmpty() || open.top().rawTime >= nextOpening) {
            openDue();
        }
    }

    private void openDue() throws IOException {
        Waiting due = opensNext;
        while (due != null && isDue()) {
            int buffer = due.order[due.next++];
            findNextOpening();
            open(due, buffer);
            due = opensNext;
        }
        if (due != null && open.top().rawTime >= nextOpening && !toldOfDisorder) {
            toldOfDisorder = true;
            due.file
                    .problems()
                    .addToFile(
                            "buffers of more than " + mostBytes
                                    + " bytes overlap in time; some events come out of order (more memory helps: RINGTAIL_JVM_OPTS=-Xmx8g)");
        }
    }

    private boolean isDue() {
        return open.isEmpty() || openBytes < mostBytes && open.top().rawTime >= nextOpening;
    }

    private void open(Waiting from, int buffer) throws IOException {
        if (from.file.plan().records(buffer) == 0) {
            return;
        }
        OpenBuffer opened = idle.isEmpty() ? new OpenBuffer() : idle.pop();
        reader.load(from.file, buffer, opened.loaded);
        if (opened.loaded.count() == 0) {
            idle.push(opened);
            return;
        }
        opened.file = from.number;
        opened.buffer = buffer;
        opened.processor = from.file.plan().processor(buffer);
        opened.next = 0;
        opened.rawTime = opened.loaded.rawTime(0);
        openBytes += opened.loaded.heapBytes();
        open.add(opened);
    }

    private void findNextOpening() {
        opensNext = null;
        nextOpening = Long.MAX_VALUE;
        for (Waiting candidate : waiting) {
            if (!candidate.isEmpty() && (opensNext == null || candidate.time() < nextOpening)) {
                opensNext = candidate;
                nextOpening = candidate.time();
            }
        }
    }
}
