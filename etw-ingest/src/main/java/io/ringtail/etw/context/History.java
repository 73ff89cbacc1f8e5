package io.ringtail.etw.context;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What was said of one process or thread id, and when. An id is used again: what is said at a time holds until something
 * else is said. What a rundown or an end says holds for the time before it, too, as far back as nothing else was said.
 */
final class History<T> {
    /** What is said so soon after one another is said of the same process. */
    private static final long SAME_TICKS = io.ringtail.ring.event.Ticks.PER_SECOND;

    /** @param starts whether there was nothing under this id before */
    private record Entry<T>(long ticks, boolean starts, T value) {
        boolean isOfSameAs(Entry<T> earlier) {
            return !starts || ticks - earlier.ticks <= SAME_TICKS;
        }
    }

    private final List<Entry<T>> entries = new ArrayList<>(2);

    void add(long ticks, boolean starts, T value) {
        entries.add(new Entry<>(ticks, starts, value));
    }

    /** Sorts by time and lets entries of the same process tell one another what they miss; to be called once. */
    void finish(BinaryOperator<T> completed) {
        entries.sort(Comparator.comparingLong(Entry::ticks));
        for (int i = 1; i < entries.size(); i++) {
            complete(i, i - 1, entries.get(i).isOfSameAs(entries.get(i - 1)), completed);
        }
        for (int i = entries.size() - 2; i >= 0; i--) {
            complete(i, i + 1, entries.get(i + 1).isOfSameAs(entries.get(i)), completed);
        }
    }

    Optional<T> at(long ticks) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).ticks <= ticks) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low > 0) {
            return Optional.of(entries.get(low - 1).value);
        }
        return entries.isEmpty() || entries.getFirst().starts
                ? Optional.empty()
                : Optional.of(entries.getFirst().value);
    }

    private void complete(int index, int from, boolean isSame, BinaryOperator<T> completed) {
        if (isSame) {
            Entry<T> entry = entries.get(index);
            T value = completed.apply(entry.value, entries.get(from).value);
            entries.set(index, new Entry<>(entry.ticks, entry.starts, value));
        }
    }
}
