package io.ringtail.etw.decode;

/** Internet addresses as people write them; IPv6 as RFC 5952 has it. */
final class Addresses {
    private static final int FAMILY_IPV4 = 2;
    private static final int FAMILY_IPV6 = 23;
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_GROUPS = 8;

    private Addresses() {}

    /** Of four bytes in network order, loaded as a little-endian number. */
    static String ipv4(int bits) {
        return (bits & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 24);
    }

    /** Of sixteen bytes in network order. */
    static String ipv6(byte[] bytes, int offset) {
        int[] groups = new int[IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            groups[i] = u16(bytes, offset + 2 * i);
        }
        int start = longestZeroRun(groups);
        int end = start + zeroRun(groups, start);
        if (end - start < 2) {
            return join(groups, 0, IPV6_GROUPS);
        }
        return join(groups, 0, start) + "::" + join(groups, end, IPV6_GROUPS);
    }

    /** A sockaddr as {@code address:port}; empty if it is of no known family or too short for it. */
    static String socketAddress(byte[] bytes) {
        if (bytes.length < 8) {
            return "";
        }
        int family = Byte.toUnsignedInt(bytes[0]) | Byte.toUnsignedInt(bytes[1]) << 8;
        int port = u16(bytes, 2);
        if (family == FAMILY_IPV4) {
            int bits = u16(bytes, 4) << 16 | u16(bytes, 6);
            return ipv4(Integer.reverseBytes(bits)) + ":" + port;
        }
        if (family == FAMILY_IPV6 && bytes.length >= 8 + IPV6_BYTES) {
            return "[" + ipv6(bytes, 8) + "]:" + port;
        }
        return "";
    }

    private static int longestZeroRun(int[] groups) {
        int best = 0;
        for (int i = 1; i < groups.length; i++) {
            if (zeroRun(groups, i) > zeroRun(groups, best)) {
                best = i;
            }
        }
        return best;
    }

    private static int zeroRun(int[] groups, int start) {
        int end = start;
        while (end < groups.length && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static String join(int[] groups, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }

    private static int u16(byte[] bytes, int at) {
        return Byte.toUnsignedInt(bytes[at]) << 8 | Byte.toUnsignedInt(bytes[at + 1]);
    }
}
