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
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

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
    /** Of 3 bits of the flags of a disk's transfer. */
    private static final List<String> PRIORITIES =
            List.of("Notset", "Verylow", "Low", "Normal", "High", "Critical", "Reserved0", "Reserved1");

    private static final int TRANSFER_PRIORITY_SHIFT = 17;
    private static final int SAMPLE_PRIORITY_SHIFT = 3;
    private static final int THREAD_START = 1;
    private static final int PACKED_AT = 2 * Integer.BYTES;
    private static final int MAX_PLAIN_BYTES = 1 << 20;

    /** The fields of one layout, by which it is known what can be computed. */
    record Payload(List<Field> fields, FieldReaders readers) {
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
        addTransfer(payload, catalog, computed);
        addSample(payload, computed);
        payload.find("PlainBytes").ifPresent(bytes -> computed.add(unpacked(bytes)));
        if (payload.has("ThreadID") && payload.has("StackBase")) {
            addParent(catalog, computed);
        }
        if (!payload.has("FileName")) {
            payload.find("FileKey")
                    .ifPresent(key -> computed.add(fileName("FileName", key, payload.find("FileObject"))));
        }
        if (payload.has("ValueName") || payload.has("RelativeName")) {
            payload.find("KeyHandle").ifPresent(handle -> computed.add(keyName(handle, payload.find("RelativeName"))));
        }
        for (String thread : List.of("Old", "New", "Awakened")) {
            payload.find(thread + "ThreadID").ifPresent(tid -> addProcess(thread, tid, computed));
        }
        KernelFields.addTo(computed, payload, catalog);
        return computed;
    }

    /** What can be computed of events of the .NET runtime: sums over the generations, the program of a path. */
    static List<ComputedField> ofDotNet(List<Field> fields, FieldReaders readers) {
        Payload payload = new Payload(fields, readers);
        List<ComputedField> computed = new ArrayList<>();
        for (String sum : List.of("Heap", "Promoted")) {
            String part = sum.equals("Heap") ? "GenerationSize" : "TotalPromotedSize";
            List<FieldReader> parts = IntStream.range(0, 5)
                    .mapToObj(generation -> payload.find(part + generation))
                    .flatMap(Optional::stream)
                    .toList();
            if (!parts.isEmpty()) {
                computed.add(sum(sum.equals("Heap") ? "TotalHeapSize" : "TotalPromoted", parts));
            }
        }
        payload.find("ModuleILPath").ifPresent(path -> computed.add(fileOf("ModuleILFileName", path)));
        return computed;
    }

    private static ComputedField sum(String name, List<FieldReader> parts) {
        return new ComputedField(new Field(name, ScalarType.LONG, false), (event, context, into) -> {
            long sum = 0;
            boolean isWhole = true;
            for (FieldReader part : parts) {
                sum += number(part, event, into);
                isWhole &= !into.isNull();
            }
            into.setNull();
            if (isWhole) {
                into.setBits(sum);
            }
        });
    }

    private static ComputedField fileOf(String name, FieldReader path) {
        return new ComputedField(new Field(name, ScalarType.STRING, false), (event, context, into) -> {
            path.read(event, into);
            if (into.object() instanceof String whole) {
                into.setObject(whole.substring(whole.lastIndexOf('\\') + 1));
            }
        });
    }

    /** How long the disk worked on a transfer alone, and how urgent that was. */
    private static void addTransfer(Payload payload, Catalog catalog, List<ComputedField> into) {
        Optional<FieldReader> span = payload.find("HighResResponseTime");
        Optional<FieldReader> flags = payload.find("IrpFlags");
        if (span.isEmpty() || flags.isEmpty() || !payload.has("TransferSize")) {
            return;
        }
        Field served = new Field("DiskServiceTimeMSec", ScalarType.REAL, false, Set.of(ContextPart.DISKS));
        into.add(new ComputedField(served, (event, context, cell) -> {
            double elapsed = 1000.0
                    * number(span.get(), event, cell)
                    / clock(catalog, event).frequency();
            if (cell.isNull()) {
                return;
            }
            long before = context.doneBefore(event);
            double since = (event.timeTicks() - before) / TICKS_PER_MILLISECOND;
            cell.setReal(before == Long.MIN_VALUE ? elapsed : Math.min(elapsed, since));
        }));
        into.add(new ComputedField(new Field("Priority", ScalarType.DYNAMIC, false), (event, context, cell) -> {
            long value = number(flags.get(), event, cell) >> TRANSFER_PRIORITY_SHIFT & PRIORITIES.size() - 1;
            if (!cell.isNull()) {
                cell.setObject(new NamedNumber(value, PRIORITIES.get((int) value)));
            }
        }));
    }

    private static void addSample(Payload payload, List<ComputedField> into) {
        Optional<FieldReader> flags = payload.find("Flags");
        if (!payload.has("InstructionPointer") || !payload.has("Rank") || flags.isEmpty()) {
            return;
        }
        into.add(new ComputedField(
                new Field("ProcessorNumber", ScalarType.LONG, false),
                (event, context, cell) -> cell.setBits(event.cpu())));
        into.add(ofFlags("Priority", ScalarType.LONG, flags.get(), SAMPLE_PRIORITY_SHIFT, -1));
        into.add(ofFlags("ExecutingDPC", ScalarType.BOOL, flags.get(), 0, 1));
        into.add(ofFlags("ExecutingISR", ScalarType.BOOL, flags.get(), 1, 1));
    }

    private static ComputedField ofFlags(String name, ScalarType type, FieldReader flags, int shift, int mask) {
        return new ComputedField(new Field(name, type, false), (event, context, cell) -> {
            flags.read(event, cell);
            if (!cell.isNull()) {
                cell.setBits(cell.bits() >> shift & mask);
            }
        });
    }

    /** Who starts a thread logs its start. */
    private static void addParent(Catalog catalog, List<ComputedField> into) {
        into.add(new ComputedField(new Field("ParentThreadID", ScalarType.LONG, false), (event, context, cell) -> {
            if (catalog.type(event.type()).opcode() == THREAD_START && event.tid() != EventRecord.UNKNOWN_ID) {
                cell.setBits(Integer.toUnsignedLong(event.tid()));
            }
        }));
        into.add(new ComputedField(new Field("ParentProcessID", ScalarType.LONG, false), (event, context, cell) -> {
            if (catalog.type(event.type()).opcode() == THREAD_START && event.pid() != EventRecord.UNKNOWN_ID) {
                cell.setBits(Integer.toUnsignedLong(event.pid()));
            }
        }));
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

    /** The text that a merge tool packed behind the number of bytes that it has. */
    private static ComputedField unpacked(FieldReader bytes) {
        return new ComputedField(new Field("Xml", ScalarType.STRING, false), (event, context, into) -> {
            int plain = Math.clamp(number(bytes, event, into), 0, MAX_PLAIN_BYTES);
            if (!into.isNull()) {
                byte[] text = Lznt1.decompress(event.payload(), PACKED_AT, plain);
                into.setObject(new String(text, StandardCharsets.UTF_16LE).replaceFirst("\0+$", ""));
            }
        });
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

    /** The name of the file that a key stands for, else of what an object stands for. */
    static ComputedField fileName(String name, FieldReader key, Optional<FieldReader> object) {
        Field field = new Field(name, ScalarType.STRING, false, Set.of(ContextPart.FILES));
        return new ComputedField(field, (event, context, into) -> {
            String file = context.fileName(event, number(key, event, into));
            if (file.isEmpty() && object.isPresent()) {
                file = context.fileName(event, number(object.get(), event, into));
            }
            into.setObject(file);
        });
    }

    /** The name that the event itself has of its key goes before that of the key's handle. */
    private static ComputedField keyName(FieldReader handle, Optional<FieldReader> relative) {
        Field field = new Field("KeyName", ScalarType.STRING, false, Set.of(ContextPart.KEYS));
        return new ComputedField(field, (event, context, into) -> {
            relative.ifPresent(reader -> reader.read(event, into));
            if (!(into.object() instanceof String own) || own.isEmpty()) {
                into.setObject(context.keyName(event, number(handle, event, into)));
            }
        });
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

    static long number(FieldReader reader, EventView event, Cell cell) {
        cell.setNull();
        reader.read(event, cell);
        return cell.isNull() ? 0 : cell.object() instanceof Number number ? number.longValue() : cell.bits();
    }
}
