package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.ScalarType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A value of the kernel's events that is not in the payload, but follows from it, and from what other events say: under
 * the names that TraceEvent gives them.
 */
record ComputedField(Field field, Computation computation) {
    /** Of one event; a value that is unknown leaves the cell as it is, which is null. */
    interface Computation {
        void compute(EventView event, EventContext context, Cell into);
    }

    private static final double TICKS_PER_MILLISECOND = Ticks.PER_SECOND / 1000.0;
    private static final long UNIX_EPOCH_SECONDS = Ticks.of(Instant.EPOCH) / Ticks.PER_SECOND;
    private static final Set<ContextPart> PROCESSES = Set.of(ContextPart.THREADS, ContextPart.PROCESSES);

    /** The fields of one layout, by which it is known what can be computed. */
    private record Payload(List<Field> fields, FieldReaders readers) {
        boolean has(String name) {
            return find(name).isPresent();
        }

        Optional<FieldReader> find(String name) {
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).name().equals(name)) {
                    return Optional.of(readers.get(i));
                }
            }
            return Optional.empty();
        }
    }

    FieldReader reader(EventContext context) {
        return (event, into) -> {
            into.setNull();
            computation.compute(event, context, into);
        };
    }

    /** What can be computed of events of a layout with these fields. */
    static List<ComputedField> of(List<Field> fields, FieldReaders readers, Catalog catalog) {
        Payload payload = new Payload(fields, readers);
        List<ComputedField> computed = new ArrayList<>();
        addTimes(payload, catalog, computed);
        if (!payload.has("FileName")) {
            payload.find("FileKey").ifPresent(key -> computed.add(fileName(key, payload.find("FileObject"))));
        }
        if (payload.has("ValueName")) {
            payload.find("KeyHandle").ifPresent(handle -> computed.add(keyName(handle)));
        }
        for (String thread : List.of("Old", "New", "Awakened")) {
            payload.find(thread + "ThreadID").ifPresent(tid -> addProcess(thread, tid, computed));
        }
        return computed;
    }

    private static void addTimes(Payload payload, Catalog catalog, List<ComputedField> into) {
        payload.find("HighResResponseTime")
                .ifPresent(span -> into.add(elapsed((event, context, cell) -> {
                    span.read(event, cell);
                    if (!cell.isNull()) {
                        cell.setReal(
                                1000.0 * cell.bits() / clock(catalog, event).frequency());
                    }
                })));
        payload.find("InitialTime")
                .ifPresent(start -> into.add(elapsed((event, context, cell) -> {
                    start.read(event, cell);
                    if (!cell.isNull()) {
                        long from = clock(catalog, event).toTicks(cell.bits());
                        cell.setReal((event.timeTicks() - from) / TICKS_PER_MILLISECOND);
                    }
                })));
        payload.find("TimeDateStamp").ifPresent(stamp -> into.add(buildTime(stamp)));
    }

    private static Clock clock(Catalog catalog, EventView event) {
        return event.source() < catalog.sourceCount()
                ? catalog.source(event.source()).clock()
                : Clock.TICKS;
    }

    private static ComputedField elapsed(Computation computation) {
        return new ComputedField(new Field("ElapsedTimeMSec", ScalarType.REAL, false), computation);
    }

    /** Zero is none. */
    private static ComputedField buildTime(FieldReader stamp) {
        return new ComputedField(new Field("BuildTime", ScalarType.DATETIME, false), (event, context, into) -> {
            stamp.read(event, into);
            if (!into.isNull() && into.bits() != 0) {
                into.setBits((UNIX_EPOCH_SECONDS + into.bits()) * Ticks.PER_SECOND);
            } else {
                into.setNull();
            }
        });
    }

    private static ComputedField fileName(FieldReader key, Optional<FieldReader> object) {
        Field field = new Field("FileName", ScalarType.STRING, false, Set.of(ContextPart.FILES));
        return new ComputedField(field, (event, context, into) -> {
            String name = context.fileName(event, number(key, event, into));
            if (name.isEmpty() && object.isPresent()) {
                name = context.fileName(event, number(object.get(), event, into));
            }
            into.setObject(name);
        });
    }

    private static ComputedField keyName(FieldReader handle) {
        Field field = new Field("KeyName", ScalarType.STRING, false, Set.of(ContextPart.KEYS));
        return new ComputedField(
                field, (event, context, into) -> into.setObject(context.keyName(event, number(handle, event, into))));
    }

    /** The process of a thread, under the name that the thread has. */
    private static void addProcess(String thread, FieldReader tid, List<ComputedField> into) {
        Field id = new Field(thread + "ProcessID", ScalarType.LONG, false, Set.of(ContextPart.THREADS));
        into.add(new ComputedField(id, (event, context, cell) -> {
            int pid = context.processOf(event, (int) number(tid, event, cell));
            if (pid == EventRecord.UNKNOWN_ID) {
                cell.setNull();
            } else {
                cell.setBits(Integer.toUnsignedLong(pid));
            }
        }));
        Field name = new Field(thread + "ProcessName", ScalarType.STRING, false, PROCESSES);
        into.add(new ComputedField(name, (event, context, cell) -> {
            int pid = context.processOf(event, (int) number(tid, event, cell));
            cell.setObject(context.process(event, pid).name());
        }));
    }

    private static long number(FieldReader reader, EventView event, Cell cell) {
        cell.setNull();
        reader.read(event, cell);
        return cell.isNull() ? 0 : cell.bits();
    }
}
