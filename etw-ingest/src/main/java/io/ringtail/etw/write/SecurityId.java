package io.ringtail.etw.write;

import java.util.List;

/**
 * A Windows SID, {@code S-1-<authority>-<sub-authority>…}.
 *
 * @param subAuthorities 1 to 15 numbers of 32 bits each
 */
public record SecurityId(int authority, List<Integer> subAuthorities) {
    public static final SecurityId LOCAL_SYSTEM = of(5, 18);
    public static final SecurityId NETWORK_SERVICE = of(5, 20);

    private static final int REVISION = 1;
    private static final int MAX_SUB_AUTHORITIES = 15;

    public SecurityId {
        subAuthorities = List.copyOf(subAuthorities);
        if (subAuthorities.isEmpty() || subAuthorities.size() > MAX_SUB_AUTHORITIES) {
            throw new IllegalArgumentException(
                    "a SID has 1 to " + MAX_SUB_AUTHORITIES + " sub-authorities, not " + subAuthorities.size());
        }
    }

    public static SecurityId of(int authority, Integer... subAuthorities) {
        return new SecurityId(authority, List.of(subAuthorities));
    }

    /** As it stands in payloads and in extended item 2. */
    public byte[] bytes() {
        PayloadBuilder out = new PayloadBuilder(8);
        out.int8(REVISION).int8(subAuthorities.size()).zeros(2);
        out.int32(Integer.reverseBytes(authority));
        subAuthorities.forEach(out::int32);
        return out.toBytes();
    }
}
