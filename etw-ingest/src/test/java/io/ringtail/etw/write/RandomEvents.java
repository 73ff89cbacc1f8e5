package io.ringtail.etw.write;

import io.ringtail.etw.merge.KernelClasses;
import io.ringtail.etw.schema.InType;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import java.util.SplittableRandom;
import java.util.UUID;

/** Events of every kind with every item that the kind can have, as a reader would make them. */
final class RandomEvents {
    private static final HeaderKind[] KINDS = {
        HeaderKind.SYSTEM,
        HeaderKind.COMPACT,
        HeaderKind.PERFINFO,
        HeaderKind.FULL,
        HeaderKind.INSTANCE,
        HeaderKind.EVENT,
        HeaderKind.EVENT,
        HeaderKind.EVENT,
        HeaderKind.MESSAGE,
        HeaderKind.ERROR
    };
    /** Of on-disk items, but for TraceLogging metadata, which the type carries. */
    private static final int[] ITEM_TYPES = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16, 17, 18, 0x50};

    private static final int SEQUENCE = 0x1;
    private static final int GUID = 0x2;
    private static final int COMPONENT_ID = 0x4;
    private static final int TIMESTAMP = 0x8;
    private static final int SYSTEM_INFO = 0x20;
    private static final int POINTER32 = 0x40;
    private static final int POINTER64 = 0x80;
    private static final int PEBS = 0x8000;
    private static final int COUNTER = 0x100;

    /** An event and its type. The record's {@code timeTicks} is not set. */
    record Sample(EventType type, EventRecord record) {}

    private final SplittableRandom random;
    private final int cpus;
    private final int maxPayloadBytes;

    RandomEvents(SplittableRandom random, int cpus, int maxPayloadBytes) {
        this.random = random;
        this.cpus = cpus;
        this.maxPayloadBytes = maxPayloadBytes;
    }

    Sample next() {
        HeaderKind kind = KINDS[random.nextInt(KINDS.length)];
        EventRecord record = new EventRecord().clear();
        record.cpu = random.nextInt(cpus);
        record.pid = random.nextInt();
        record.tid = random.nextInt();
        byte[] payload = bytes(random.nextInt(1 + random.nextInt(maxPayloadBytes)));
        record.payload(payload, 0, payload.length);
        return new Sample(type(kind, record), record);
    }

    private EventType type(HeaderKind kind, EventRecord record) {
        return switch (kind) {
            case SYSTEM -> {
                addCpuTime(record);
                yield kernelType(kind);
            }
            case COMPACT -> {
                addCounters(record);
                yield kernelType(kind);
            }
            case PERFINFO -> {
                record.pid = EventRecord.UNKNOWN_ID;
                record.tid = EventRecord.UNKNOWN_ID;
                addCounters(record);
                yield kernelType(kind);
            }
            case FULL -> {
                addCpuTime(record);
                yield classicType(kind, pointerBytes());
            }
            case INSTANCE -> {
                addCpuTime(record);
                record.extended.add(ExtendedItems.INSTANCE, bytes(24), 0, 24);
                yield classicType(kind, pointerBytes());
            }
            case EVENT -> eventType(record);
            case MESSAGE -> messageType(record);
            case ERROR -> {
                addCpuTime(record);
                yield classicType(kind, 0);
            }
            case OWN -> throw new AssertionError("not in a file");
        };
    }

    private EventType kernelType(HeaderKind kind) {
        int opcode = random.nextInt(256);
        int group = random.nextInt(256);
        int version = random.nextInt(256);
        UUID guid = KernelClasses.of(group, opcode);
        return new EventType(
                kind, pointerBytes(), guid, opcode, version, 0, 0, opcode, group, 0, EventType.NO_TRACE_LOGGING);
    }

    private EventType classicType(HeaderKind kind, int pointerBytes) {
        int opcode = random.nextInt(256);
        return new EventType(
                kind,
                pointerBytes,
                guid(),
                opcode,
                random.nextInt(1 << 16),
                0,
                random.nextInt(256),
                opcode,
                0,
                0,
                EventType.NO_TRACE_LOGGING);
    }

    private EventType eventType(EventRecord record) {
        byte[] traceLogging = random.nextBoolean()
                ? EventType.NO_TRACE_LOGGING
                : TraceLoggingEvent.of("E" + random.nextInt(50), TraceLoggingField.of("f", InType.INT32))
                        .metadata();
        if (random.nextBoolean()) {
            record.extended.add(ExtendedItems.ACTIVITY_ID, nonZero(16), 0, 16);
        }
        int items = random.nextInt(5);
        for (int i = 0; i < items; i++) {
            byte[] data = bytes(random.nextInt(40));
            record.extended.add(ITEM_TYPES[random.nextInt(ITEM_TYPES.length)], data, 0, data.length);
        }
        addCpuTime(record);
        int extendedInfo = items > 0 || traceLogging.length > 0 ? 1 : 0;
        int flags = random.nextInt() & 0x00FF_01FE | extendedInfo;
        if (flags != 0) {
            record.extended.add(ExtendedItems.HEADER_FLAGS, flags, 4);
        }
        return new EventType(
                HeaderKind.EVENT,
                pointerBytes(),
                guid(),
                random.nextInt(1 << 16),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(256),
                random.nextInt(1 << 16),
                random.nextLong(),
                traceLogging);
    }

    private EventType messageType(EventRecord record) {
        int pointerBytes = pointerBytes();
        int identity = random.nextBoolean() ? GUID : COMPONENT_ID;
        boolean ids = random.nextBoolean();
        boolean sequence = random.nextBoolean();
        int options = identity
                | TIMESTAMP
                | (ids ? SYSTEM_INFO : 0)
                | (sequence ? SEQUENCE : 0)
                | (pointerBytes == 4 ? POINTER32 : POINTER64);
        record.pid = ids ? record.pid : EventRecord.UNKNOWN_ID;
        record.tid = ids ? record.tid : EventRecord.UNKNOWN_ID;
        long number = sequence ? random.nextInt() & 0xFFFF_FFFFL : 0;
        record.extended.add(ExtendedItems.MESSAGE, options | number << 16, 6);
        UUID provider = identity == GUID ? guid() : new UUID((long) random.nextInt() << 32, 0);
        return new EventType(
                HeaderKind.MESSAGE,
                pointerBytes,
                provider,
                random.nextInt(1 << 16),
                random.nextInt(256),
                0,
                0,
                0,
                0,
                0,
                EventType.NO_TRACE_LOGGING);
    }

    private void addCpuTime(EventRecord record) {
        if (random.nextBoolean()) {
            record.extended.add(ExtendedItems.CPU_TIME, nonZero(8), 0, 8);
        }
    }

    private void addCounters(EventRecord record) {
        boolean pebs = random.nextInt(3) == 0;
        int counters = random.nextInt(8);
        int items = counters + (pebs ? 1 : 0);
        if (items > 0) {
            record.extended.add(ExtendedItems.VERSION_BITS, (pebs ? PEBS : 0) | counters * COUNTER, 2);
            record.extended.add(ExtendedItems.COUNTERS, bytes(8 * items), 0, 8 * items);
        }
    }

    private int pointerBytes() {
        return random.nextBoolean() ? 4 : 8;
    }

    private UUID guid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private byte[] nonZero(int length) {
        byte[] bytes = bytes(length);
        bytes[0] = 1;
        return bytes;
    }

    /** Half of them compress well. */
    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        if (random.nextBoolean()) {
            random.nextBytes(bytes);
        }
        return bytes;
    }
}
