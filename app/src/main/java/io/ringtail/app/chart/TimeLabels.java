package io.ringtail.app.chart;

import io.ringtail.ring.event.Ticks;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Short texts for times that stand beside each other, and where on an axis of time the marks are. */
record TimeLabels(DateTimeFormatter format, ZoneId zone) {
    private static final long MINUTE = 60 * Ticks.PER_SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long MILLI = Ticks.PER_SECOND / 1000;
    private static final long[] STEPS = {
        1,
        10,
        100,
        1000,
        MILLI,
        2 * MILLI,
        5 * MILLI,
        10 * MILLI,
        20 * MILLI,
        50 * MILLI,
        100 * MILLI,
        200 * MILLI,
        500 * MILLI,
        Ticks.PER_SECOND,
        2 * Ticks.PER_SECOND,
        5 * Ticks.PER_SECOND,
        10 * Ticks.PER_SECOND,
        15 * Ticks.PER_SECOND,
        30 * Ticks.PER_SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        3 * HOUR,
        6 * HOUR,
        12 * HOUR
    };
    private static final int[] DAYS = {1, 2, 7, 14};
    private static final int[] MONTHS = {1, 3, 6, 12, 24, 60, 120, 600, 1200, 12_000};

    /** For times as they are: as short as tells them apart. */
    static TimeLabels of(List<Long> ticks, ZoneId zone) {
        List<LocalDateTime> times = ticks.stream().map(at -> local(at, zone)).toList();
        boolean days = times.stream().map(LocalDateTime::toLocalDate).distinct().count() > 1;
        boolean midnight = times.stream().allMatch(time -> time.toLocalTime().equals(LocalTime.MIDNIGHT));
        if (midnight && !times.isEmpty()) {
            return new TimeLabels(pattern("yyyy-MM-dd"), zone);
        }
        boolean seconds = times.stream().anyMatch(time -> time.getSecond() != 0);
        boolean fraction = times.stream().anyMatch(time -> time.toLocalTime().toNanoOfDay() % 1_000_000_000L != 0);
        return new TimeLabels(
                pattern((days ? "MM-dd " : "") + "HH:mm" + (fraction ? ":ss.SSS" : seconds ? ":ss" : "")), zone);
    }

    String text(long ticks) {
        return local(ticks, zone).format(format);
    }

    /** The day or days, and the zone: what the marks leave out. */
    static String span(long first, long last, ZoneId zone) {
        LocalDate from = local(first, zone).toLocalDate();
        LocalDate to = local(last, zone).toLocalDate();
        return from + (to.equals(from) ? "" : " to " + to) + ", "
                + (zone.getId().equals("Z") ? "UTC" : zone.getId());
    }

    /** Marks at round times, not more than so many. */
    static List<Mark> marks(long origin, double least, double greatest, int most, ZoneId zone) {
        long from = origin + (long) least;
        long to = origin + (long) greatest;
        for (long step : STEPS) {
            if ((to - from) / step < most) {
                return withinDays(from, to, step, origin, zone);
            }
        }
        for (int days : DAYS) {
            if ((to - from) / (days * Ticks.PER_DAY) < most) {
                return byDays(from, to, days, origin, zone);
            }
        }
        for (int months : MONTHS) {
            if ((to - from) / (30L * months * Ticks.PER_DAY) < most) {
                return byMonths(from, to, months, origin, zone);
            }
        }
        return List.of();
    }

    private static List<Mark> withinDays(long from, long to, long step, long origin, ZoneId zone) {
        long midnight =
                Ticks.of(local(from, zone).toLocalDate().atStartOfDay(zone).toInstant());
        TimeLabels labels = new TimeLabels(
                pattern(step < Ticks.PER_SECOND ? "HH:mm:ss.SSS" : step < MINUTE ? "HH:mm:ss" : "HH:mm"), zone);
        TimeLabels fine = new TimeLabels(pattern("ss.SSSSSSS"), zone);
        TimeLabels days = new TimeLabels(pattern("MM-dd"), zone);
        List<Mark> marks = new ArrayList<>();
        for (long at = midnight + Math.ceilDiv(from - midnight, step) * step; at <= to; at += step) {
            boolean newDay = step >= MINUTE
                    && local(at, zone).toLocalTime().equals(LocalTime.MIDNIGHT)
                    && to - from > Ticks.PER_DAY;
            String text = newDay ? days.text(at) : step < MILLI ? fine.text(at) : labels.text(at);
            marks.add(new Mark(at - origin, text));
        }
        return marks;
    }

    private static List<Mark> byDays(long from, long to, int days, long origin, ZoneId zone) {
        List<Mark> marks = new ArrayList<>();
        LocalDate day = local(from, zone).toLocalDate();
        day = day.minusDays(Math.floorMod(day.toEpochDay(), (long) days));
        for (long at = start(day, zone); at <= to; at = start(day, zone)) {
            if (at >= from) {
                marks.add(new Mark(at - origin, day.format(pattern("MM-dd"))));
            }
            day = day.plusDays(days);
        }
        return marks;
    }

    private static List<Mark> byMonths(long from, long to, int months, long origin, ZoneId zone) {
        List<Mark> marks = new ArrayList<>();
        LocalDate day = local(from, zone).toLocalDate().withDayOfMonth(1);
        day = day.minusMonths(Math.floorMod(day.getYear() * 12L + day.getMonthValue() - 1, (long) months));
        for (long at = start(day, zone); at <= to; at = start(day, zone)) {
            if (at >= from) {
                marks.add(new Mark(at - origin, day.format(pattern(months < 12 ? "yyyy-MM" : "yyyy"))));
            }
            day = day.plusMonths(months);
        }
        return marks;
    }

    private static long start(LocalDate day, ZoneId zone) {
        return Ticks.of(day.atStartOfDay(zone).toInstant());
    }

    private static LocalDateTime local(long ticks, ZoneId zone) {
        Instant instant = Ticks.toInstant(Math.clamp(ticks, 0L, Ticks.MAX));
        return LocalDateTime.ofInstant(instant, zone);
    }

    private static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }
}
