package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Punycode (RFC 3492), in which names of hosts write letters that ASCII does not have, and names of domains with such
 * labels. Letter case is kept, as Kusto keeps it.
 */
final class Punycode {
    /** No name is nearly as long; each letter costs as much as there are. */
    private static final int MAX_LETTERS = 10_000;

    private static final String PREFIX = "xn--";
    private static final int BASE = 36;
    private static final int LEAST = 1;
    private static final int MOST = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_OTHER = 128;

    private Punycode() {}

    /** Empty if it is too long to be told. */
    static Optional<String> encode(String text) {
        if (text.length() > MAX_LETTERS) {
            return Optional.empty();
        }
        int[] letters = text.codePoints().toArray();
        StringBuilder encoded = new StringBuilder();
        text.codePoints().filter(letter -> letter < FIRST_OTHER).forEach(encoded::appendCodePoint);
        int handled = encoded.length();
        int basic = handled;
        if (basic > 0) {
            encoded.append('-');
        }
        int least = FIRST_OTHER;
        int bias = FIRST_BIAS;
        long delta = 0;
        while (handled < letters.length) {
            int next = Integer.MAX_VALUE;
            for (int letter : letters) {
                next = letter >= least ? Math.min(next, letter) : next;
            }
            delta += (long) (next - least) * (handled + 1);
            if (delta > Integer.MAX_VALUE) {
                return Optional.empty();
            }
            least = next;
            for (int letter : letters) {
                if (letter < least) {
                    delta++;
                } else if (letter == least) {
                    appendNumber(encoded, delta, bias);
                    bias = adapted(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            least++;
        }
        return Optional.of(encoded.toString());
    }

    private static void appendNumber(StringBuilder encoded, long number, int bias) {
        long rest = number;
        for (int place = BASE; ; place += BASE) {
            int threshold = threshold(place, bias);
            if (rest < threshold) {
                encoded.append(digit((int) rest));
                return;
            }
            encoded.append(digit((int) (threshold + (rest - threshold) % (BASE - threshold))));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static int threshold(int place, int bias) {
        return Math.clamp(place - bias, LEAST, MOST);
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int adapted(long delta, int letters, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / letters;
        int places = 0;
        while (rest > (BASE - LEAST) * MOST / 2) {
            rest /= BASE - LEAST;
            places += BASE;
        }
        return (int) (places + (BASE - LEAST + 1) * rest / (rest + SKEW));
    }

    /** Empty if nothing is encoded so. */
    static Optional<String> decode(String encoded) {
        if (encoded.length() > MAX_LETTERS) {
            return Optional.empty();
        }
        int end = encoded.lastIndexOf('-');
        List<Integer> letters = new ArrayList<>(
                encoded.substring(0, Math.max(0, end)).codePoints().boxed().toList());
        if (letters.stream().anyMatch(letter -> letter >= FIRST_OTHER)) {
            return Optional.empty();
        }
        long letter = FIRST_OTHER;
        long place = 0;
        int bias = FIRST_BIAS;
        int at = end + 1;
        while (at < encoded.length()) {
            long before = place;
            long weight = 1;
            for (int step = BASE; ; step += BASE) {
                int value = at < encoded.length() ? Character.digit(encoded.charAt(at), BASE) : -1;
                if (value < 0 || encoded.charAt(at) >= FIRST_OTHER) {
                    return Optional.empty();
                }
                at++;
                int digit = value < 10 ? value + 26 : value - 10;
                place += digit * weight;
                int threshold = threshold(step, bias);
                if (place > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
            }
            int count = letters.size() + 1;
            bias = adapted(place - before, count, before == 0);
            letter += place / count;
            place %= count;
            if (letter > Character.MAX_CODE_POINT
                    || letter >= Character.MIN_SURROGATE && letter <= Character.MAX_SURROGATE) {
                return Optional.empty();
            }
            letters.add((int) place, (int) letter);
            place++;
        }
        StringBuilder text = new StringBuilder();
        letters.forEach(text::appendCodePoint);
        return Optional.of(text.toString());
    }

    /** Labels that are all ASCII stay as they are; the dots of other scripts become full stops. */
    static Optional<String> encodeDomain(String domain) {
        List<Optional<String>> labels = labels(domain.replaceAll("[\\u3002\\uFF0E\\uFF61]", ".")).stream()
                .map(label -> label.chars().allMatch(letter -> letter < FIRST_OTHER)
                        ? Optional.of(label)
                        : encode(label).map(PREFIX::concat))
                .toList();
        return joined(labels);
    }

    static Optional<String> decodeDomain(String domain) {
        List<Optional<String>> labels = labels(domain).stream()
                .map(label -> label.toLowerCase(Locale.ROOT).startsWith(PREFIX)
                        ? decode(label.substring(PREFIX.length()))
                        : Optional.of(label))
                .toList();
        return joined(labels);
    }

    private static List<String> labels(String domain) {
        return List.of(domain.split("\\.", -1));
    }

    private static Optional<String> joined(List<Optional<String>> labels) {
        return labels.stream().allMatch(Optional::isPresent)
                ? Optional.of(labels.stream().map(Optional::orElseThrow).collect(Collectors.joining(".")))
                : Optional.empty();
    }
}
