package io.ringtail.dsl.engine;

import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.dsl.vector.VectorBuilder;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import io.ringtail.ring.payload.TextReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one payload field out of events of any kind that has it. One thread, one scan. */
final class FieldSource {
    /** How the field is read out of one kind of event; null readers where the kind has no such field. */
    private record Access(@Nullable FieldReader reader, ScalarType type) {
        static final Access NONE = new Access(null, ScalarType.DYNAMIC);
    }

    private final String name;
    private final ScalarType type;
    private final @Nullable KindTable kinds;
    private final EventContext context;
    private final EventView view = new EventView();
    private final Cell cell = new Cell();
    private final List<Access> accesses = new ArrayList<>();
    /** Of a text field, until it has turned out to have too many different texts. */
    private @Nullable TextDictionary dictionary;

    FieldSource(String name, ScalarType type, @Nullable KindTable kinds, EventContext context) {
        this.name = name;
        this.type = type;
        this.kinds = kinds;
        this.context = context;
        dictionary = type == ScalarType.STRING ? new TextDictionary() : null;
    }

    /** Of events of one kind, whose code is 0. */
    FieldSource(Field field, FieldReader reader) {
        this(field.name(), field.type(), null, EventContext.NONE);
        accesses.add(new Access(reader.forOneThread(), field.type()));
    }

    Vector load(Block block, int[] rows, int[] codes, int size) {
        KindTable all = kinds;
        while (all != null && accesses.size() < all.size()) {
            accesses.add(access(all.kind(accesses.size()).layout()));
        }
        TextDictionary texts = dictionary;
        return texts == null ? values(block, rows, codes, size) : coded(texts, block, rows, codes, size);
    }

    /** What its table of texts takes, roughly. */
    long textBytes() {
        TextDictionary texts = dictionary;
        return texts == null ? 0 : texts.memoryBytes();
    }

    private Access access(PayloadLayout layout) {
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return new Access(
                        layout.reader(i, context).forOneThread(), fields.get(i).type());
            }
        }
        return Access.NONE;
    }

    private Vector coded(TextDictionary texts, Block block, int[] rows, int[] codes, int size) {
        int[] textCodes = new int[size];
        for (int i = 0; i < size; i++) {
            Access access = accesses.get(codes[i]);
            int code = TextDictionary.EMPTY;
            if (access.reader instanceof TextReader reader) {
                view.wrap(block, rows[i]);
                long range = reader.range(view);
                code = range == TextReader.NONE
                        ? TextDictionary.EMPTY
                        : texts.code(view, reader, (int) (range >>> Integer.SIZE), (int) range);
            } else if (access.reader != null) {
                code = TextDictionary.FULL;
            }
            if (code == TextDictionary.FULL) {
                dictionary = null;
                return values(block, rows, codes, size);
            }
            textCodes[i] = code;
        }
        return Vector.ofCodes(type, textCodes, texts.texts(), size);
    }

    private Vector values(Block block, int[] rows, int[] codes, int size) {
        VectorBuilder builder = new VectorBuilder(type, size);
        for (int i = 0; i < size; i++) {
            Access access = accesses.get(codes[i]);
            FieldReader reader = access.reader;
            if (reader == null) {
                builder.addNull();
            } else {
                view.wrap(block, rows[i]);
                read(reader, access.type, builder);
            }
        }
        return builder.build();
    }

    private void read(FieldReader reader, ScalarType stored, VectorBuilder into) {
        int offset = reader.constantOffset();
        if (offset >= 0 && stored == type && Vector.isBits(stored)) {
            readConstant(reader, offset, into);
            return;
        }
        cell.setNull();
        reader.read(view, cell);
        if (cell.isNull()) {
            into.addNull();
        } else if (stored == type && Vector.isBits(stored)) {
            into.addBits(cell.bits());
        } else if (stored == type && stored == ScalarType.REAL) {
            into.addReal(cell.real());
        } else if (stored == type && stored == ScalarType.STRING) {
            into.addObject(cell.object());
        } else {
            into.add(Values.cast(cell.value(stored), type));
        }
    }

    private void readConstant(FieldReader reader, int offset, VectorBuilder into) {
        int width = reader.constantWidth();
        if (offset + Math.abs(width) > view.payloadBytes()) {
            into.addNull();
            return;
        }
        into.addBits(
                switch (width) {
                    case 1 -> Byte.toUnsignedLong(view.getByte(offset));
                    case -1 -> view.getByte(offset);
                    case 2 -> Short.toUnsignedLong(view.getShort(offset));
                    case -2 -> view.getShort(offset);
                    case 4 -> Integer.toUnsignedLong(view.getInt(offset));
                    case -4 -> view.getInt(offset);
                    default -> view.getLong(offset);
                });
    }
}
