package io.ringtail.etw.merge;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Open buffers by the order of their next records: a binary heap whose top is replaced in place. */
final class BufferHeap {
    private @Nullable OpenBuffer[] heap = new OpenBuffer[16];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** The buffer whose next record is the first of all. */
    OpenBuffer top() {
        return at(0);
    }

    void add(OpenBuffer buffer) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        int place = size++;
        while (place > 0 && buffer.isBefore(at((place - 1) / 2))) {
            heap[place] = heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        heap[place] = buffer;
    }

    /** Puts things right after the top has moved to its next record. */
    void topMoved() {
        sink(top());
    }

    OpenBuffer removeTop() {
        OpenBuffer top = top();
        OpenBuffer last = at(--size);
        heap[size] = null;
        if (size > 0) {
            sink(last);
        }
        return top;
    }

    private void sink(OpenBuffer buffer) {
        int place = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && at(child + 1).isBefore(at(child))) {
                child++;
            }
            if (!at(child).isBefore(buffer)) {
                break;
            }
            heap[place] = heap[child];
            place = child;
            child = 2 * place + 1;
        }
        heap[place] = buffer;
    }

    private OpenBuffer at(int place) {
        OpenBuffer buffer = heap[place];
        if (buffer == null) {
            throw new IllegalStateException("the heap has no buffer at " + place);
        }
        return buffer;
    }
}
