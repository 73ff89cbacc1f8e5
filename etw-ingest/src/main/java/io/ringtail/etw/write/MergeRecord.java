package io.ringtail.etw.write;

import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.util.UUID;

/** Records that trace merge tools add to a file, so that it can be read on another machine. */
public enum MergeRecord {
    /** Install date as FILETIME, build lab, product name. */
    BUILD_INFO(32),
    /** System and Windows folder. */
    SYSTEM_PATHS(33),
    /** A volume's NT path and the drive that people know it by. */
    VOLUME_MAPPING(35);

    private static final UUID SYSTEM_CONFIG_EX = UUID.fromString("9b79ee91-b5fd-41c0-a243-4248e266e9d0");

    private final int opcode;

    MergeRecord(int opcode) {
        this.opcode = opcode;
    }

    public EventType type(int pointerBytes) {
        return new EventType(
                HeaderKind.FULL,
                pointerBytes,
                SYSTEM_CONFIG_EX,
                opcode,
                0,
                0,
                0,
                opcode,
                0,
                0,
                EventType.NO_TRACE_LOGGING);
    }
}
