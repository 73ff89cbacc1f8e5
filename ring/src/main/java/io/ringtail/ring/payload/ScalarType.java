package io.ringtail.ring.payload;

import java.util.Locale;

/** The scalar types of the Kusto Query Language, which a field's in-type is mapped to. */
public enum ScalarType {
    BOOL,
    INT,
    LONG,
    REAL,
    DECIMAL,
    STRING,
    /** {@link io.ringtail.ring.event.Ticks}. */
    DATETIME,
    /** 100 ns ticks. */
    TIMESPAN,
    GUID,
    /** A list, a map with string keys, or any scalar. */
    DYNAMIC;

    /** As it stands in a result's column list. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
