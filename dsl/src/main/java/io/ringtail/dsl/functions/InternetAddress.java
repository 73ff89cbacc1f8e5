package io.ringtail.dsl.functions;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of 128 bits; one of version 4 stands behind {@code ::ffff:}. Immutable.
 *
 * @param prefix how many of its bits count, from the front
 */
record InternetAddress(long high, long low, int prefix, boolean isWrittenAsV4) implements Comparable<InternetAddress> {
    private static final String PART = "(0|[1-9][0-9]{0,2})"; // 010 may be eight elsewhere
    private static final Pattern V4 =
            Pattern.compile(PART + "\\." + PART + "\\." + PART + "\\." + PART + "(?:/([0-9]{1,2}))?");
    private static final Pattern ZONE = Pattern.compile("%[^/]*");
    private static final long V4_FRONT = 0xFFFF_0000_0000L;

    static Optional<InternetAddress> ofV4(long number) {
        return number < 0 || number > 0xFFFF_FFFFL
                ? Optional.empty()
                : Optional.of(new InternetAddress(0, V4_FRONT | number, 128, true));
    }

    static Optional<InternetAddress> parseV4(String text) {
        Matcher parts = V4.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = 1; i <= 4; i++) {
            int part = Integer.parseInt(parts.group(i));
            if (part > 255) {
                return Optional.empty();
            }
            number = number << 8 | part;
        }
        int prefix = parts.group(5) == null ? 32 : Integer.parseInt(parts.group(5));
        return prefix > 32
                ? Optional.empty()
                : Optional.of(new InternetAddress(0, V4_FRONT | number, prefix + 96, true));
    }

    /** Either version. */
    static Optional<InternetAddress> parse(String text) {
        Optional<InternetAddress> v4 = parseV4(text);
        return v4.isPresent() ? v4 : parseV6(ZONE.matcher(text.strip()).replaceFirst(""));
    }

    private static Optional<InternetAddress> parseV6(String text) {
        int slash = text.indexOf('/');
        String whole = slash < 0 ? text : text.substring(0, slash);
        String length = slash < 0 ? "128" : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > 128) {
            return Optional.empty();
        }
        int lastColon = whole.lastIndexOf(':');
        Optional<InternetAddress> tail = parseV4(whole.substring(lastColon + 1));
        String groups = tail.map(address -> whole.substring(0, lastColon + 1) + hex(address.v4()))
                .orElse(whole);
        // A prefix behind dotted numbers counts the bits of version 4.
        int places = Integer.parseInt(length);
        if (tail.isPresent() && slash >= 0 && places > 32) {
            return Optional.empty();
        }
        int prefix = tail.isPresent() && slash >= 0 ? places + 96 : places;
        return words(groups).map(words -> new InternetAddress(word(words, 0), word(words, 4), prefix, false).normal());
    }

    private static String hex(long v4) {
        return Long.toHexString(v4 >>> 16) + ":" + Long.toHexString(v4 & 0xFFFF);
    }

    /** {@code ::a.b.c.d} is the address of version 4 too. */
    private InternetAddress normal() {
        boolean old = high == 0 && low >>> 32 == 0 && low >>> 16 != 0;
        return old ? new InternetAddress(0, V4_FRONT | low, prefix, false) : this;
    }

    private static long word(int[] words, int from) {
        return (long) words[from] << 48 | (long) words[from + 1] << 32 | (long) words[from + 2] << 16 | words[from + 3];
    }

    private static Optional<int[]> words(String groups) {
        int gap = groups.indexOf("::");
        String[] front = split(gap < 0 ? groups : groups.substring(0, gap));
        String[] back = split(gap < 0 ? "" : groups.substring(gap + 2));
        int missing = 8 - front.length - back.length;
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        int[] words = new int[8];
        for (int i = 0; i < front.length + back.length; i++) {
            String group = i < front.length ? front[i] : back[i - front.length];
            if (!group.matches("[0-9a-fA-F]{1,4}")) {
                return Optional.empty();
            }
            words[i < front.length ? i : i + missing] = Integer.parseInt(group, 16);
        }
        return Optional.of(words);
    }

    private static String[] split(String groups) {
        return groups.isEmpty() ? new String[0] : groups.split(":", -1);
    }

    /** The number that an address of version 4 is. */
    long v4() {
        return low & 0xFFFF_FFFFL;
    }

    /** The same with all bits behind the first ones 0. */
    InternetAddress masked(int places) {
        long front = places >= 64 ? -1 : places == 0 ? 0 : -1L << 64 - places;
        long back = places >= 128 ? -1 : places <= 64 ? 0 : -1L << 128 - places;
        return new InternetAddress(high & front, low & back, 128, true);
    }

    String dotted() {
        long number = v4();
        return (number >>> 24) + "." + (number >>> 16 & 0xFF) + "." + (number >>> 8 & 0xFF) + "." + (number & 0xFF);
    }

    /** Eight groups of four digits. */
    String canonical() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            long word = (i < 4 ? high >>> 48 - 16 * i : low >>> 48 - 16 * (i - 4)) & 0xFFFF;
            String digits = Long.toHexString(word);
            text.append(i == 0 ? "" : ":")
                    .append("0".repeat(4 - digits.length()))
                    .append(digits);
        }
        return text.toString();
    }

    @Override
    public int compareTo(InternetAddress other) {
        int order = Long.compareUnsigned(high, other.high);
        int all = order != 0 ? order : Long.compareUnsigned(low, other.low);
        return Integer.signum(all);
    }
}
