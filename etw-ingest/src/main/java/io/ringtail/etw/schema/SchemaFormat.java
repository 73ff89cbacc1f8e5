package io.ringtail.etw.schema;

import java.util.Optional;

/** The formats of {@link io.ringtail.ring.event.Schema}s of ETW. The labels are stored in journals and never change. */
public enum SchemaFormat {
    /** A TRACE_EVENT_INFO block: one event of one provider. */
    TDH_EVENT("tdh-event"),
    /** A provider's GUID and an EVENT_MAP_INFO block: one map. */
    TDH_MAP("tdh-map"),
    /** The XML manifest that an EventSource writes into the trace; it speaks for one process. */
    EVENT_SOURCE_MANIFEST("eventsource-manifest"),
    /** A provider's GUID and the traits in its events, which name it. */
    PROVIDER_TRAITS("provider-traits"),
    /** An instrumentation manifest (.man), XML. */
    MANIFEST("manifest"),
    /** A manifest compiled into a program, with its messages: {@link CompiledManifest}. */
    COMPILED_MANIFEST("compiled-manifest");

    private final String label;

    SchemaFormat(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Empty for formats that are not ETW's. */
    public static Optional<SchemaFormat> ofLabel(String label) {
        for (SchemaFormat format : values()) {
            if (format.label.equals(label)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }
}
