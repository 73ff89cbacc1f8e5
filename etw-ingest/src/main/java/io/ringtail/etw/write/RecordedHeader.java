package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.util.Arrays;
import java.util.Optional;

/**
 * The log-file header of a trace, for a file that holds a part of it: what it tells of machine and session is told on,
 * down to the dates on which its time zone changes.
 *
 * @param payload not to be written to
 * @param cpuTime as in {@link ExtendedItems#CPU_TIME}; 0 for none
 */
public record RecordedHeader(EventType type, int pid, int tid, long cpuTime, byte[] payload) {
    private static final int END_TIME_AT = 16;
    private static final int MAXIMUM_FILE_SIZE_AT = 28;
    private static final int MODE_AT = 32;
    private static final int BUFFERS_WRITTEN_AT = 36;
    private static final int EVENTS_LOST_AT = 48;
    private static final int BUFFERS_LOST_AT = 268;
    private static final int NAMES_AT = 272;
    /** Two pointers stand before all that follows byte 56. */
    private static final int WIDE = 8;

    /** Whether an event of this type is a log-file header. */
    public static boolean isHeader(EventType type) {
        return type.kind() == HeaderKind.SYSTEM && type.task() == 0 && type.opcode() == 0;
    }

    /** Copies an event that {@link #isHeader}; empty if it is too short for one. */
    public static Optional<RecordedHeader> of(EventType type, EventRecord event) {
        if (event.payloadBytes < NAMES_AT + (type.pointerBytes() == Long.BYTES ? WIDE : 0)) {
            return Optional.empty();
        }
        byte[] payload =
                Arrays.copyOfRange(event.payload, event.payloadOffset, event.payloadOffset + event.payloadBytes);
        return Optional.of(new RecordedHeader(type, event.pid, event.tid, cpuTime(event), payload));
    }

    private static long cpuTime(EventRecord event) {
        RecordItems items = new RecordItems();
        items.index(event);
        return items.cpuTime == RecordItems.ABSENT ? 0 : LittleEndian.getLong(event.extended.bytes(), items.cpuTime);
    }

    /** With what is so of the new file. */
    EventRecord amended(int bufferBytes, int mode, long endTicks, int buffersWritten, int eventsLost, int buffersLost) {
        byte[] amended = payload.clone();
        LittleEndian.putInt(amended, 0, bufferBytes);
        LittleEndian.putLong(amended, END_TIME_AT, endTicks == 0 ? 0 : Ticks.toFiletime(endTicks));
        LittleEndian.putInt(amended, MAXIMUM_FILE_SIZE_AT, 0);
        LittleEndian.putInt(amended, MODE_AT, mode);
        LittleEndian.putInt(amended, BUFFERS_WRITTEN_AT, buffersWritten);
        LittleEndian.putInt(amended, EVENTS_LOST_AT, eventsLost);
        LittleEndian.putInt(amended, BUFFERS_LOST_AT + (type.pointerBytes() == Long.BYTES ? WIDE : 0), buffersLost);
        EventRecord record = new EventRecord().clear().payload(amended, 0, amended.length);
        record.pid = pid;
        record.tid = tid;
        if (cpuTime != 0) {
            record.extended.add(ExtendedItems.CPU_TIME, cpuTime, Long.BYTES);
        }
        return record;
    }
}
