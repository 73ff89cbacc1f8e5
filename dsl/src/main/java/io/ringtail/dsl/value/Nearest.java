package io.ringtail.dsl.value;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant. */
public final class Nearest {
    private static final int LONGEST = 64;

    private Nearest() {}

    /** The candidate with the fewest letters changed, if they are few for its length. */
    public static Optional<String> of(String written, Collection<String> candidates) {
        if (written.isEmpty() || written.length() > LONGEST) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(candidate -> distanceInAnyCase(written, candidate) <= Math.max(1, written.length() / 3))
                .min(Comparator.comparingInt((String candidate) -> distanceInAnyCase(written, candidate))
                        .thenComparingInt(candidate -> distance(written, candidate))
                        // A letter is forgotten more often than one too many is written.
                        .thenComparingInt(candidate -> -candidate.length())
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int distanceInAnyCase(String one, String other) {
        return distance(one.toLowerCase(Locale.ROOT), other.toLowerCase(Locale.ROOT));
    }

    /** Letters inserted, left out, replaced or swapped. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > LONGEST / 3) {
            return Integer.MAX_VALUE;
        }
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
