package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import org.jspecify.annotations.Nullable;

/**
 * A manifest's message: {@code %1} is the first field, {@code %1!s!} too; {@code %n}, {@code %r} and {@code %t} are line
 * end, return and tab, {@code %0} ends the text, {@code %} before any other character is that character. A reference to a
 * field that the event has not stays as it is. Immutable.
 */
record MessageFormat(String text) {
    /** More than the text that a person reads; hostile messages repeat one long field. */
    private static final int MAX_CHARS = 1 << 16;

    boolean isEmpty() {
        return text.isEmpty();
    }

    String fill(EtwLayout layout, EventView event) {
        StringBuilder filled = new StringBuilder();
        int at = 0;
        while (at < text.length() && filled.length() < MAX_CHARS) {
            char c = text.charAt(at++);
            if (c != '%' || at == text.length()) {
                filled.append(c);
                continue;
            }
            if (text.charAt(at) == '0') {
                break;
            }
            at = Character.isDigit(text.charAt(at)) ? appendField(filled, at, layout, event) : appendEscape(filled, at);
        }
        return filled.toString().strip();
    }

    private int appendEscape(StringBuilder filled, int at) {
        char c = text.charAt(at);
        filled.append(
                switch (c) {
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    case 'b' -> ' ';
                    default -> c;
                });
        return at + 1;
    }

    /** Appends the field whose number starts at {@code at}, and returns where the text goes on. */
    private int appendField(StringBuilder filled, int at, EtwLayout layout, EventView event) {
        int end = at + 1;
        if (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        int field = Integer.parseInt(text.substring(at, end)) - 1;
        if (field >= layout.fields().size()) {
            filled.append('%').append(text, at, end);
            return end;
        }
        filled.append(value(layout, field, event));
        return afterFormat(end);
    }

    /** Steps over a printf format between exclamation marks. */
    private int afterFormat(int at) {
        if (at < text.length() && text.charAt(at) == '!') {
            int close = text.indexOf('!', at + 1);
            return close < 0 ? at : close + 1;
        }
        return at;
    }

    private static String value(EtwLayout layout, int index, EventView event) {
        Cell cell = new Cell();
        layout.reader(index).read(event, cell);
        if (cell.isNull()) {
            return "";
        }
        Field field = layout.fields().get(index);
        return switch (field.type()) {
            case BOOL -> cell.bits() == 0 ? "false" : "true";
            case INT, LONG -> number(cell.bits(), field.hexadecimal());
            case REAL -> Double.toString(cell.real());
            case DATETIME -> Ticks.iso(cell.bits());
            case TIMESPAN -> Long.toString(cell.bits());
            case STRING, DECIMAL, GUID, DYNAMIC -> text(cell.object());
        };
    }

    private static String number(long value, boolean hexadecimal) {
        return hexadecimal ? "0x" + Long.toHexString(value) : Long.toString(value);
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
