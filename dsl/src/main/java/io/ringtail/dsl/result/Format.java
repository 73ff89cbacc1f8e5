package io.ringtail.dsl.result;

import java.util.Locale;
import java.util.Optional;

/** The forms in which tables are printed, as {@code --format} names them. */
public enum Format {
    TABLE,
    JSON,
    JSONL,
    CSV;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Format> labelled(String label) {
        for (Format format : values()) {
            if (format.label().equals(label)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
