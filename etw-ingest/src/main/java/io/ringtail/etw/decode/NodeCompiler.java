package io.ringtail.etw.decode;

import io.ringtail.etw.schema.Extent;
import io.ringtail.etw.schema.FieldSchema;
import io.ringtail.etw.schema.OutType;
import io.ringtail.etw.schema.ValueMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns a schema's fields into nodes, for events whose pointers have a given width. */
final class NodeCompiler {
    private static final Extent NOTHING = new Extent.Fixed(0);
    private static final Extent ONE = new Extent.Fixed(1);
    private static final Extent IPV6_BYTES = new Extent.Fixed(16);

    /** Fields of the kernel's events that hold paths. */
    private static final String PATH = "FileName";

    private final int pointerBytes;
    private final Optional<DevicePaths> paths;
    private final Function<String, Optional<ValueMap>> maps;

    /**
     * @param paths where texts are to be shown as people know them, of the kernel's own events
     * @param maps finds the names of values by a map's name
     */
    NodeCompiler(int pointerBytes, Optional<DevicePaths> paths, Function<String, Optional<ValueMap>> maps) {
        this.pointerBytes = pointerBytes;
        this.paths = paths;
        this.maps = maps;
    }

    Node compile(FieldSchema field) {
        Node element = named(element(field), field.mapName());
        return field.count() instanceof Extent.Own ? element : new ArrayNode(element, field.count());
    }

    List<Node> compile(List<FieldSchema> fields) {
        return fields.stream().map(this::compile).toList();
    }

    private Node named(Node element, String mapName) {
        if (mapName.isEmpty() || !(element instanceof NumberNode number)) {
            return element;
        }
        return maps.apply(mapName).map(map -> MapNode.of(number, map)).orElse(number);
    }

    private Node element(FieldSchema field) {
        String name = field.name();
        return switch (field.in()) {
            case NULL -> new BinaryNode(name, BinaryNode.Show.HEX, BinaryNode.Prefix.NONE, NOTHING);
            case UTF16 -> path(text(field, TextUnit.UTF16));
            case ANSI -> text(field, ansiUnit(field));
            case INT8 -> integer(field, Byte.BYTES, true);
            case UINT8 -> integer(field, Byte.BYTES, false);
            case INT16 -> shortOrCharacter(field, true);
            case UINT16 -> shortOrCharacter(field, false);
            case INT32 -> integer(field, Integer.BYTES, true);
            case UINT32 -> integer(field, Integer.BYTES, false);
            case INT64 -> integer(field, Long.BYTES, true);
            case UINT64 -> integer(field, Long.BYTES, false);
            case SIZE -> number(field, NumberNode.Kind.INTEGER, pointerBytes);
            case FLOAT -> number(field, NumberNode.Kind.FLOAT, Float.BYTES);
            case DOUBLE -> number(field, NumberNode.Kind.DOUBLE, Double.BYTES);
            case BOOL32 -> number(field, NumberNode.Kind.BOOLEAN, Integer.BYTES);
            case FILETIME -> number(field, NumberNode.Kind.FILETIME, Long.BYTES);
            case POINTER -> hexadecimal(field, pointerBytes);
            case HEX32 -> hexadecimal(field, Integer.BYTES);
            case HEX64 -> hexadecimal(field, Long.BYTES);
            case GUID -> new GuidNode(name);
            case SYSTEMTIME -> new SystemTimeNode(name);
            case SID -> new SidNode(name, 0);
            case TOKEN_USER_SID -> new SidNode(name, 2 * pointerBytes);
            case BINARY -> new BinaryNode(name, show(field), BinaryNode.Prefix.NONE, binaryLength(field));
            case COUNTED_BINARY -> new BinaryNode(name, show(field), BinaryNode.Prefix.U16, NOTHING);
            case HEXDUMP -> new BinaryNode(name, show(field), BinaryNode.Prefix.U32, NOTHING);
            case COUNTED_UTF16, MOF_COUNTED_UTF16 -> counted(field, TextUnit.UTF16, TextNode.Size.COUNTED_BYTES);
            case COUNTED_ANSI, MOF_COUNTED_ANSI -> counted(field, ansiUnit(field), TextNode.Size.COUNTED_BYTES);
            case REVERSED_COUNTED_UTF16 -> counted(field, TextUnit.UTF16, TextNode.Size.REVERSED_COUNTED_BYTES);
            case REVERSED_COUNTED_ANSI -> counted(field, ansiUnit(field), TextNode.Size.REVERSED_COUNTED_BYTES);
            case UNTERMINATED_UTF16 -> new TextNode(name, TextUnit.UTF16, TextNode.Size.EXTENT, Extent.REST);
            case UNTERMINATED_ANSI -> new TextNode(name, ansiUnit(field), TextNode.Size.EXTENT, Extent.REST);
            case UTF16_CHAR -> character(field, TextUnit.UTF16);
            case ANSI_CHAR -> character(field, TextUnit.ANSI);
            case STRUCT -> StructNode.of(name, compile(field.members()));
        };
    }

    private Node path(Node text) {
        return paths.isPresent() && text.name().equals(PATH) ? new PathNode(text, paths.get()) : text;
    }

    private static Node text(FieldSchema field, TextUnit unit) {
        TextNode.Size size =
                field.length() instanceof Extent.Own ? TextNode.Size.ZERO_TERMINATED : TextNode.Size.EXTENT;
        return new TextNode(field.name(), unit, size, field.length());
    }

    private static Node counted(FieldSchema field, TextUnit unit, TextNode.Size size) {
        return new TextNode(field.name(), unit, size, NOTHING);
    }

    private static TextUnit ansiUnit(FieldSchema field) {
        OutType out = field.out();
        return out == OutType.UTF8 || out == OutType.JSON || out == OutType.XML ? TextUnit.UTF8 : TextUnit.ANSI;
    }

    private static Node character(FieldSchema field, TextUnit unit) {
        return new TextNode(field.name(), unit, TextNode.Size.EXTENT, ONE);
    }

    /** One number that is said to be text is a character, as a {@code char} of .NET; arrays of them stay numbers. */
    private static Node shortOrCharacter(FieldSchema field, boolean signed) {
        boolean isAlone = field.count() instanceof Extent.Own && field.mapName().isEmpty();
        return field.out() == OutType.STRING && isAlone && field.slot() == FieldSchema.NO_SLOT
                ? character(field, TextUnit.UTF16)
                : integer(field, Short.BYTES, signed);
    }

    /** What people write as 0x… has no sign, as long as a long can hold it: 0x80070005 is found as it is written. */
    private static NumberNode integer(FieldSchema field, int width, boolean signedByItself) {
        OutType out = field.out();
        boolean isWritten = out == OutType.UNSIGNED || out.isHexadecimal() && width < Long.BYTES;
        boolean signed = out == OutType.SIGNED || signedByItself && !isWritten;
        NumberNode.Kind kind = kind(out, width, signed);
        return new NumberNode(field.name(), kind, width, signed, out.isHexadecimal(), field.slot());
    }

    private static NumberNode.Kind kind(OutType out, int width, boolean signed) {
        if (out == OutType.BOOLEAN) {
            return NumberNode.Kind.BOOLEAN;
        }
        if (out == OutType.PORT && width == Short.BYTES) {
            return NumberNode.Kind.BIG_ENDIAN;
        }
        if (out == OutType.IPV4 && width == Integer.BYTES) {
            return NumberNode.Kind.IPV4;
        }
        if (width < Long.BYTES) {
            return NumberNode.Kind.INTEGER;
        }
        if (out.isDateTime()) {
            return NumberNode.Kind.FILETIME;
        }
        return signed || out.isHexadecimal() ? NumberNode.Kind.INTEGER : NumberNode.Kind.UNSIGNED64;
    }

    private static NumberNode number(FieldSchema field, NumberNode.Kind kind, int width) {
        return new NumberNode(field.name(), kind, width, false, false, field.slot());
    }

    private static NumberNode hexadecimal(FieldSchema field, int width) {
        boolean signed = field.out() == OutType.SIGNED;
        return new NumberNode(field.name(), NumberNode.Kind.INTEGER, width, signed, !signed, field.slot());
    }

    private static BinaryNode.Show show(FieldSchema field) {
        return switch (field.out()) {
            case IPV6 -> BinaryNode.Show.IPV6;
            case SOCKET_ADDRESS -> BinaryNode.Show.SOCKET_ADDRESS;
            default -> BinaryNode.Show.HEX;
        };
    }

    /** Binary of no stated length is an IPv6 address, or all that is left. */
    private static Extent binaryLength(FieldSchema field) {
        if (!(field.length() instanceof Extent.Own)) {
            return field.length();
        }
        return field.out() == OutType.IPV6 ? IPV6_BYTES : Extent.REST;
    }

    /** What a pointer is wide in events whose header does not tell. */
    static int pointerBytes(int recorded) {
        return recorded == 0 ? Long.BYTES : recorded;
    }
}
