package io.ringtail.etw.decode;

import io.ringtail.etw.decode.ComputedField.Payload;
import io.ringtail.etw.schema.BuiltInEvents;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.NamedNumber;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is computed of the kernel's rarer events: parts of numbers, ends of ranges, names of what they tell of. */
final class KernelFields {
    private static final int PAGE_KIND_MASK = 0xF;
    private static final int PAGE_LIST_SHIFT = 4;
    private static final int PAGE_LIST_MASK = 7;
    private static final int FILE_PAGE = 1;
    private static final int META_FILE_PAGE = 8;
    /** The two low bits of what identifies a page say how sure that is. */
    private static final long PAGE_IDENTITY_MASK = ~3L;

    private static final int IDENTITY_BEHIND_POINTERS = 8;
    private static final int DISPOSITION_SHIFT = 24;
    private static final int BRANCHES_BEHIND_POINTERS = 16;
    private static final int POINTERS_IN_BRANCH = 3;
    private static final int FIRST_ENTRY_AT = 8;

    private final List<ComputedField> computed;
    private final Payload payload;
    private final Catalog catalog;

    private KernelFields(List<ComputedField> computed, Payload payload, Catalog catalog) {
        this.computed = computed;
        this.payload = payload;
        this.catalog = catalog;
    }

    static void addTo(List<ComputedField> computed, Payload payload, Catalog catalog) {
        KernelFields fields = new KernelFields(computed, payload, catalog);
        fields.addSwitch();
        fields.addProcessor();
        fields.addFirstEntry();
        fields.addFile();
        fields.addRange();
        fields.addPage();
        fields.addBranches();
        fields.addObject();
    }

    /** The same bytes were the quanta of the threads before Windows 7; TraceEvent still calls them so. */
    private void addSwitch() {
        if (payload.has("NewThreadID") && payload.has("OldThreadID")) {
            payload.find("PreviousCState").ifPresent(reader -> add(number("NewThreadQuantum"), reader));
            payload.find("SpareByte").ifPresent(reader -> add(number("OldThreadQuantum"), reader));
        }
    }

    private void addProcessor() {
        boolean isSwitch = payload.has("NewThreadID") && payload.has("OldThreadID");
        boolean isInterrupt = payload.has("InitialTime") && payload.has("Routine");
        if (isSwitch || isInterrupt || payload.has("InstructionPointer") && payload.has("ProfileSource")) {
            add(number("ProcessorNumber"), (event, cell) -> cell.setBits(event.cpu()));
        }
    }

    private void addFirstEntry() {
        if (payload.has("Entries") && payload.has("Count")) {
            add(address("FirstEntry"), (event, cell) -> pointer(event, FIRST_ENTRY_AT, cell));
        }
    }

    private void addFile() {
        payload.find("CreateOptions")
                .ifPresent(options -> addNamed(
                        "CreateDisposition",
                        (event, cell) -> {
                            options.read(event, cell);
                            if (!cell.isNull()) {
                                cell.setBits(cell.bits() >>> DISPOSITION_SHIFT & 0xFF);
                            }
                        },
                        "CreateDisposition"));
        if (payload.has("FileIndex") && payload.has("FileName")) {
            payload.find("FileKey")
                    .ifPresent(key ->
                            computed.add(ComputedField.fileName("DirectoryName", key, payload.find("FileObject"))));
        }
    }

    private void addRange() {
        Optional<FieldReader> base = payload.find("BaseAddr");
        Optional<FieldReader> length = payload.find("Length");
        if (base.isPresent() && length.isPresent()) {
            add(address("EndAddr"), (event, cell) -> {
                long start = ComputedField.number(base.get(), event, cell);
                long bytes = ComputedField.number(length.get(), event, cell);
                if (!cell.isNull()) {
                    cell.setNull();
                    cell.setBits(start + bytes);
                }
            });
        }
    }

    /** What stands behind a page's frame depends on its kind: the page's address, or its file and then the address. */
    private void addPage() {
        if (!payload.has("FrameInformation") || !payload.has("PageFrameIndex")) {
            return;
        }
        addNamed("PageKind", (event, cell) -> pageBits(event, 0, PAGE_KIND_MASK, cell), "PageKind");
        addNamed("PageList", (event, cell) -> pageBits(event, PAGE_LIST_SHIFT, PAGE_LIST_MASK, cell), "PageList");
        FieldReader fileKey = (event, cell) -> {
            cell.setNull();
            if (isOfFile(event)) {
                identity(event, 1, cell);
            }
        };
        add(address("VirtualAddress"), (event, cell) -> {
            boolean isOfFile = isOfFile(event);
            identity(event, isOfFile ? 2 : 1, cell);
        });
        add(address("FileKey"), fileKey);
        computed.add(ComputedField.fileName("FileName", fileKey, Optional.empty()));
    }

    private static void pageBits(EventView event, int shift, int mask, Cell into) {
        if (event.payloadBytes() > 0) {
            into.setBits(event.getByte(0) >> shift & mask);
        }
    }

    private static boolean isOfFile(EventView event) {
        int kind = event.payloadBytes() > 0 ? event.getByte(0) & PAGE_KIND_MASK : 0;
        return kind == FILE_PAGE || kind == META_FILE_PAGE;
    }

    /** @param pointers how many stand between the page's description and it */
    private void identity(EventView event, int pointers, Cell into) {
        pointer(event, IDENTITY_BEHIND_POINTERS + pointers * pointerBytes(event), into);
        if (!into.isNull() && pointers == 1) {
            into.setBits(into.bits() & PAGE_IDENTITY_MASK);
        }
    }

    private void addBranches() {
        Optional<FieldReader> filters = payload.find("FilterWord");
        if (filters.isEmpty()) {
            return;
        }
        addNamed(
                "Filters",
                (event, cell) -> {
                    filters.get().read(event, cell);
                    if (!cell.isNull()) {
                        cell.setBits(cell.bits() & 0xFFFF_FFFFL);
                    }
                },
                "BranchFilters");
        add(number("NumBranches"), (event, cell) -> {
            int pointerBytes = pointerBytes(event);
            int bytes = event.payloadBytes() - BRANCHES_BEHIND_POINTERS - pointerBytes;
            cell.setBits(Math.max(0, bytes) / (POINTERS_IN_BRANCH * pointerBytes));
        });
    }

    private void addObject() {
        Optional<FieldReader> object = payload.find("Object");
        Optional<FieldReader> type = payload.find("ObjectType");
        if (object.isPresent() && type.isPresent() && !payload.has("ObjectName")) {
            computed.add(new ComputedField(
                    name("ObjectName"),
                    (event, context, cell) -> cell.setObject(
                            context.objectName(event, ComputedField.number(object.get(), event, cell)))));
        }
        if (type.isPresent() && !payload.has("ObjectTypeName")) {
            computed.add(new ComputedField(
                    name("ObjectTypeName"),
                    (event, context, cell) -> cell.setObject(
                            context.objectTypeName(event, (int) ComputedField.number(type.get(), event, cell)))));
        }
    }

    private void add(Field field, FieldReader reader) {
        computed.add(new ComputedField(field, (event, context, cell) -> reader.read(event, cell)));
    }

    private void addNamed(String name, FieldReader reader, String map) {
        var names = BuiltInEvents.all().map(map).orElseThrow();
        add(new Field(name, ScalarType.DYNAMIC, false), (event, cell) -> {
            reader.read(event, cell);
            if (!cell.isNull()) {
                long value = cell.bits();
                cell.setObject(names.find(value)
                        .<Object>map(known -> new NamedNumber(value, known))
                        .orElse(value));
            }
        });
    }

    private void pointer(EventView event, int offset, Cell into) {
        into.setNull();
        int bytes = pointerBytes(event);
        if (event.payloadBytes() >= offset + bytes) {
            into.setBits(bytes == Long.BYTES ? event.getLong(offset) : Integer.toUnsignedLong(event.getInt(offset)));
        }
    }

    private int pointerBytes(EventView event) {
        return NodeCompiler.pointerBytes(catalog.type(event.type()).pointerBytes());
    }

    private static Field number(String name) {
        return new Field(name, ScalarType.LONG, false);
    }

    private static Field address(String name) {
        return new Field(name, ScalarType.LONG, true);
    }

    private static Field name(String name) {
        return new Field(name, ScalarType.STRING, false, Set.of(ContextPart.OBJECTS));
    }
}
