package io.ringtail.etw.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The stacks that were logged apart from their events, by the sequences of these. The same run of addresses is kept once.
 * Filled by one thread, then read by any.
 */
final class Stacks {
    /** Of a part that is not known. */
    private static final int NONE = -1;

    private static final int NOT_FOUND = -1;
    private static final long[] NO_FRAMES = {};

    /** Compared by its addresses. */
    private record Run(long[] addresses) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Run run && Arrays.equals(addresses, run.addresses);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(addresses);
        }
    }

    /** Hears which event told a stack, or a part of it, of which other. */
    interface Listener {
        void told(long teller, long told, int pid);
    }

    /** Takes the addresses of a stack, or of a part of it. */
    interface AddressListener {
        void found(int pid, long[] addresses);
    }

    private static final Listener NOBODY = (teller, told, pid) -> {};

    private final Map<Run, Integer> runs = new HashMap<>();
    private final List<long[]> frames = new ArrayList<>();
    private long[] sequences = new long[256];
    private final IntList pids = new IntList();
    private final IntList kernels = new IntList();
    private final IntList users = new IntList();
    private int[] order = {};
    private boolean isSorted = true;
    private Listener listener = NOBODY;
    private long teller;
    /** See {@link Switches}. */
    private int guess;

    void onTold(Listener newListener) {
        listener = newListener;
    }

    /** What comes now is told by this event. */
    void toldBy(long sequence) {
        teller = sequence;
    }

    /** A stack of which the event at hand tells, though its addresses come later. */
    void told(int place) {
        if (sequences[place] != teller) {
            listener.told(teller, sequences[place], pids.get(place));
        }
    }

    /** Makes room for the stack of an event, and returns its place. */
    int add(long sequence, int pid) {
        int place = pids.size();
        if (place == sequences.length) {
            sequences = Arrays.copyOf(sequences, 2 * place);
        }
        isSorted &= place == 0 || sequences[place - 1] < sequence;
        sequences[place] = sequence;
        pids.add(pid);
        kernels.add(NONE);
        users.add(NONE);
        return place;
    }

    void kernel(int place, long[] addresses) {
        kernels.set(place, run(addresses));
        told(place);
    }

    /** The process's part, or a whole stack. What is there already stays. */
    void user(int place, long[] addresses) {
        if (users.get(place) == NONE) {
            users.set(place, run(addresses));
            told(place);
        }
    }

    /** To be called after the last stack. */
    void finish() {
        runs.clear();
        order = new int[pids.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (!isSorted) {
            order = Arrays.stream(order)
                    .boxed()
                    .sorted((one, other) -> Long.compare(sequences[one], sequences[other]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
    }

    /** Hands over the addresses of these events' stacks, each process's runs of them once. */
    void forEach(LongPredicate events, AddressListener listener) {
        Set<Long> handed = new HashSet<>();
        for (int place = 0; place < pids.size(); place++) {
            if (events.test(sequences[place])) {
                hand(pids.get(place), kernels.get(place), handed, listener);
                hand(pids.get(place), users.get(place), handed, listener);
            }
        }
    }

    private void hand(int pid, int run, Set<Long> handed, AddressListener listener) {
        if (run != NONE && handed.add((long) pid << Integer.SIZE | run)) {
            listener.found(pid, frames.get(run));
        }
    }

    int size() {
        return pids.size();
    }

    /** The place of an event's stack; negative if it has none. */
    int find(long sequence) {
        int near = guess;
        if (!isAt(near, sequence)) {
            near = isAt(near + 1, sequence) ? near + 1 : search(sequence);
            if (near < 0) {
                return NOT_FOUND;
            }
            guess = near;
        }
        return order[near];
    }

    int pid(int place) {
        return pids.get(place);
    }

    long[] kernel(int place) {
        return part(kernels.get(place));
    }

    long[] user(int place) {
        return part(users.get(place));
    }

    private long[] part(int run) {
        return run == NONE ? NO_FRAMES : frames.get(run);
    }

    private int run(long[] addresses) {
        return runs.computeIfAbsent(new Run(addresses), none -> {
            frames.add(addresses);
            return frames.size() - 1;
        });
    }

    private boolean isAt(int index, long sequence) {
        return index < order.length && sequences[order[index]] == sequence;
    }

    private int search(long sequence) {
        int low = 0;
        int high = order.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = sequences[order[middle]];
            if (there == sequence) {
                return middle;
            }
            if (there < sequence) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NOT_FOUND;
    }
}
