package io.ringtail.etw.schema;

import java.util.Optional;

/** Numbers as manifests write them: decimal or {@code 0x…}. */
final class Numbers {
    private Numbers() {}

    /** Empty if the text is no number. */
    static Optional<Long> parse(String text) {
        String plain = text.strip();
        try {
            if (plain.startsWith("0x") || plain.startsWith("0X")) {
                return Optional.of(Long.parseUnsignedLong(plain.substring(2), 16));
            }
            return Optional.of(Long.parseLong(plain));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
