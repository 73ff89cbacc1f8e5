package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.time.DateTimeException;
import java.time.LocalDate;

/** A SYSTEMTIME: year, month, day of week, day, hour, minute, second, millisecond, u16 each; null if it is no date. */
record SystemTimeNode(String name) implements Node {
    private static final int BYTES = 16;

    @Override
    public ScalarType type() {
        return ScalarType.DATETIME;
    }

    @Override
    public int width() {
        return BYTES;
    }

    @Override
    public void skip(Walk walk) {
        walk.take(BYTES, name);
    }

    @Override
    public void read(Walk walk, Cell into) {
        int at = walk.take(BYTES, name);
        into.setNull();
        if (at != Walk.FAILED) {
            readAt(walk.event, at, into);
        }
    }

    private static void readAt(EventView event, int at, Cell into) {
        int year = part(event, at, 0);
        int month = part(event, at, 1);
        int day = part(event, at, 3);
        boolean isDate = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
        if (!isDate) {
            return;
        }
        try {
            into.setBits(ticks(LocalDate.of(year, month, day), event, at));
        } catch (DateTimeException e) {
            // The 30th of February: as much no date as the 13th month.
            into.setNull();
        }
    }

    private static long ticks(LocalDate date, EventView event, int at) {
        long seconds = (part(event, at, 4) * 60L + part(event, at, 5)) * 60L + part(event, at, 6);
        return Ticks.AT_UNIX_ZERO
                + date.toEpochDay() * Ticks.PER_DAY
                + seconds * Ticks.PER_SECOND
                + part(event, at, 7) * Ticks.PER_MILLISECOND;
    }

    private static int part(EventView event, int at, int index) {
        return Short.toUnsignedInt(event.getShort(at + index * Short.BYTES));
    }
}
