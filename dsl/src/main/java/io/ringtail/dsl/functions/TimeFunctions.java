package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Datetimes;
import io.ringtail.dsl.value.Values;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of datetimes and timespans, all in UTC. {@code now} and {@code ago} are the binder's: they need a clock. */
final class TimeFunctions {
    /** More than there are in the years 1 to 9999, which is where a time ends. */
    private static final long MOST_TICKS = Ticks.MAX;

    private TimeFunctions() {}

    static void addTo(FunctionTable table) {
        edges(table, "day", time -> time.truncatedTo(ChronoUnit.DAYS), ChronoUnit.DAYS);
        edges(table, "week", TimeFunctions::weekStart, ChronoUnit.WEEKS);
        edges(table, "month", time -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1), ChronoUnit.MONTHS);
        edges(table, "year", time -> time.truncatedTo(ChronoUnit.DAYS).withDayOfYear(1), ChronoUnit.YEARS);
        part(table, LocalDateTime::getDayOfMonth, "dayofmonth");
        part(table, LocalDateTime::getDayOfYear, "dayofyear");
        part(table, LocalDateTime::getHour, "hourofday");
        part(table, LocalDateTime::getYear, "getyear");
        part(table, LocalDateTime::getMonthValue, "getmonth", "monthofyear");
        part(table, time -> time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), "week_of_year", "weekofyear");
        table.add(
                "dayofweek(datetime):timespan",
                Kernels.bits(ticks -> Datetimes.local(ticks).getDayOfWeek().getValue() % 7 * Ticks.PER_DAY));
        for (String name : List.of("datetime_part", "datepart")) {
            table.add(name + "(string,datetime):int", Kernels.strict(TimeFunctions::part));
        }
        table.add("datetime_add(string,long,datetime):datetime", Kernels.strict(TimeFunctions::add));
        table.add("datetime_diff(string,datetime,datetime):long", Kernels.strict(TimeFunctions::difference));
        table.add(
                "format_datetime(datetime,string):string",
                Kernels.strict(row -> row[0] instanceof Cell.Datetime time
                        ? TimeFormat.datetime(time.ticks(), String.valueOf(row[1]))
                        : ""));
        table.add(
                "format_timespan(timespan,string):string",
                Kernels.strict(row -> row[0] instanceof Cell.Timespan span
                        ? TimeFormat.timespan(span.ticks(), String.valueOf(row[1]))
                        : ""));
        table.add(
                "make_datetime(long,long,long,[long],[long],[real]):datetime",
                Kernels.strict(TimeFunctions::makeDatetime));
        table.add("make_datetime(any):datetime", Kernels.strict(row -> Values.cast(row[0], ScalarType.DATETIME)));
        table.add("make_timespan(any):timespan", Kernels.strict(row -> Values.cast(row[0], ScalarType.TIMESPAN)));
        table.add("make_timespan(long,long,[real]):timespan", Kernels.strict(row -> timespan(0L, row, 0)));
        table.add(
                "make_timespan(long,long,long,real):timespan",
                Kernels.strict(row -> row[0] instanceof Long days ? timespan(days, row, 1) : null));
        zones(table);
        unix(table, "seconds", Ticks.PER_SECOND);
        unix(table, "milliseconds", Ticks.PER_MILLISECOND);
        unix(table, "microseconds", Ticks.PER_MICROSECOND);
        table.add(
                "unixtime_nanoseconds_todatetime(long):datetime",
                Kernels.bits(value -> Ticks.AT_UNIX_ZERO + Math.floorDiv(value, 100L)));
        table.add(
                "unixtime_nanoseconds_todatetime(real):datetime",
                Kernels.strict(row -> row[0] instanceof Double value && !value.isNaN()
                        ? new Cell.Datetime(Ticks.AT_UNIX_ZERO
                                + Math.clamp((long) Math.floor(value / 100), -MOST_TICKS, MOST_TICKS))
                        : null));
    }

    private static void unix(FunctionTable table, String unit, long ticks) {
        table.add(
                "unixtime_" + unit + "_todatetime(long):datetime",
                Kernels.bits(value ->
                        Ticks.AT_UNIX_ZERO + Math.clamp(value, -MOST_TICKS / ticks, MOST_TICKS / ticks) * ticks));
        table.add(
                "unixtime_" + unit + "_todatetime(real):datetime",
                Kernels.strict(row -> row[0] instanceof Double value && !value.isNaN()
                        ? new Cell.Datetime(
                                Ticks.AT_UNIX_ZERO + Math.clamp(Math.round(value * ticks), -MOST_TICKS, MOST_TICKS))
                        : null));
    }

    private static LocalDateTime weekStart(LocalDateTime time) {
        return time.truncatedTo(ChronoUnit.DAYS).minusDays(time.getDayOfWeek().getValue() % 7);
    }

    private static void edges(FunctionTable table, String unit, UnaryOperator<LocalDateTime> floor, ChronoUnit step) {
        table.add(
                "startof" + unit + "(datetime,[long]):datetime", Kernels.strict(row -> edge(row, floor, step, false)));
        table.add("endof" + unit + "(datetime,[long]):datetime", Kernels.strict(row -> edge(row, floor, step, true)));
    }

    private static @Nullable Object edge(
            @Nullable Object[] row, UnaryOperator<LocalDateTime> floor, ChronoUnit step, boolean end) {
        long offset = row.length > 1 && row[1] instanceof Long given ? given : 0;
        if (!(row[0] instanceof Cell.Datetime time) || Math.abs(offset) > 1_000_000) {
            return null;
        }
        LocalDateTime start = floor.apply(Datetimes.local(time.ticks())).plus(offset, step);
        return new Cell.Datetime(end ? Datetimes.ticks(start.plus(1, step)) - 1 : Datetimes.ticks(start));
    }

    private static void part(FunctionTable table, ToLongFunction<LocalDateTime> part, String... names) {
        for (String name : names) {
            table.add(name + "(datetime):int", Kernels.bits(ticks -> part.applyAsLong(Datetimes.local(ticks))));
        }
    }

    private static @Nullable Object part(@Nullable Object[] row) {
        if (!(row[1] instanceof Cell.Datetime datetime)) {
            return null;
        }
        LocalDateTime time = Datetimes.local(datetime.ticks());
        long subSecond = Math.floorMod(datetime.ticks(), Ticks.PER_SECOND);
        return switch (unit(row[0])) {
            case "year" -> (long) time.getYear();
            case "quarter" -> (long) time.get(IsoFields.QUARTER_OF_YEAR);
            case "month" -> (long) time.getMonthValue();
            case "week_of_year", "weekofyear", "week" -> (long) time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "day" -> (long) time.getDayOfMonth();
            case "dayofyear" -> (long) time.getDayOfYear();
            case "hour" -> (long) time.getHour();
            case "minute" -> (long) time.getMinute();
            case "second" -> (long) time.getSecond();
            case "millisecond" -> subSecond / Ticks.PER_MILLISECOND;
            case "microsecond" -> subSecond / Ticks.PER_MICROSECOND;
            case "nanosecond" -> subSecond * 100;
            default -> null;
        };
    }

    private static String unit(@Nullable Object name) {
        return String.valueOf(name).toLowerCase(Locale.ROOT);
    }

    private static long ticksOf(String unit) {
        return switch (unit) {
            case "week" -> 7 * Ticks.PER_DAY;
            case "day" -> Ticks.PER_DAY;
            case "hour" -> 3600 * Ticks.PER_SECOND;
            case "minute" -> 60 * Ticks.PER_SECOND;
            case "second" -> Ticks.PER_SECOND;
            case "millisecond" -> Ticks.PER_MILLISECOND;
            case "microsecond" -> Ticks.PER_MICROSECOND;
            default -> 0;
        };
    }

    private static @Nullable Object add(@Nullable Object[] row) {
        if (!(row[1] instanceof Long amount) || !(row[2] instanceof Cell.Datetime time)) {
            return null;
        }
        String unit = unit(row[0]);
        if (ticksOf(unit) != 0) {
            long most = Ticks.MAX / ticksOf(unit) + 1;
            return inRange(time.ticks() + Math.clamp(amount, -most, most) * ticksOf(unit));
        }
        int months = months(unit);
        if (months == 0 || Math.abs(amount) > 120_000) {
            return unit.equals("nanosecond") ? inRange(time.ticks() + amount / 100) : null;
        }
        LocalDateTime local = Datetimes.local(time.ticks());
        return inRange(Datetimes.ticks(local.plusMonths(amount * months)));
    }

    /** Null outside of the years 1 to 9999. */
    private static @Nullable Object inRange(long ticks) {
        return ticks >= 0 && ticks <= Ticks.MAX ? new Cell.Datetime(ticks) : null;
    }

    private static int months(String unit) {
        return switch (unit) {
            case "year" -> 12;
            case "quarter" -> 3;
            case "month" -> 1;
            default -> 0;
        };
    }

    /** How many edges of the unit lie between the two. */
    private static @Nullable Object difference(@Nullable Object[] row) {
        if (!(row[1] instanceof Cell.Datetime later) || !(row[2] instanceof Cell.Datetime earlier)) {
            return null;
        }
        String unit = unit(row[0]);
        LocalDateTime to = Datetimes.local(later.ticks());
        LocalDateTime from = Datetimes.local(earlier.ticks());
        if (unit.equals("week")) {
            return ChronoUnit.WEEKS.between(weekStart(from), weekStart(to));
        }
        if (ticksOf(unit) != 0) {
            return Math.floorDiv(later.ticks(), ticksOf(unit)) - Math.floorDiv(earlier.ticks(), ticksOf(unit));
        }
        return switch (unit) {
            case "year" -> (long) to.getYear() - from.getYear();
            case "quarter" -> quarters(to) - quarters(from);
            case "month" -> 12L * (to.getYear() - from.getYear()) + to.getMonthValue() - from.getMonthValue();
            case "nanosecond" -> (later.ticks() - earlier.ticks()) * 100;
            default -> null;
        };
    }

    private static long quarters(LocalDateTime time) {
        return 4L * time.getYear() + time.get(IsoFields.QUARTER_OF_YEAR);
    }

    private static @Nullable Object makeDatetime(@Nullable Object[] row) {
        List<Long> parts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            parts.add(i < row.length && row[i] instanceof Long part ? part : 0L);
        }
        double seconds = row.length > 5 && row[5] instanceof Double given ? given : 0;
        if (parts.get(0) < 1 || parts.get(0) > 9999) {
            return null;
        }
        try {
            LocalDate date = LocalDate.of(
                    Math.toIntExact(parts.get(0)),
                    Month.of(Math.toIntExact(parts.get(1))),
                    Math.toIntExact(parts.get(2)));
            LocalDateTime time = date.atTime(Math.toIntExact(parts.get(3)), Math.toIntExact(parts.get(4)));
            boolean inMinute = seconds >= 0 && seconds < 60;
            return inMinute ? new Cell.Datetime(Datetimes.ticks(time) + Math.round(seconds * Ticks.PER_SECOND)) : null;
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Object timespan(long days, @Nullable Object[] row, int from) {
        if (!(row[from] instanceof Long hours) || !(row[from + 1] instanceof Long minutes)) {
            return null;
        }
        double seconds = row.length > from + 2 && row[from + 2] instanceof Double given ? given : 0;
        boolean fits = days >= 0 && hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60 && seconds >= 0;
        return fits && seconds < 60 && days < 10_000_000
                ? new Cell.Timespan(((days * 24 + hours) * 60 + minutes) * 60 * Ticks.PER_SECOND
                        + Math.round(seconds * Ticks.PER_SECOND))
                : null;
    }

    private static void zones(FunctionTable table) {
        table.add("datetime_utc_to_local(datetime,string):datetime", Kernels.strict(row -> moved(row, true)));
        table.add("datetime_local_to_utc(datetime,string):datetime", Kernels.strict(row -> moved(row, false)));
        table.add(
                "datetime_list_timezones():dynamic",
                Kernels.lenient(row -> new ArrayList<>(new TreeSet<>(ZoneId.getAvailableZoneIds()))));
    }

    /** The same moment on the clocks of a zone of the IANA database, or the other way round. */
    private static @Nullable Object moved(@Nullable Object[] row, boolean toLocal) {
        if (!(row[0] instanceof Cell.Datetime time)) {
            return null;
        }
        try {
            ZoneId zone = ZoneId.of(String.valueOf(row[1]));
            LocalDateTime written = Datetimes.local(time.ticks());
            ZoneOffset offset = toLocal
                    ? zone.getRules().getOffset(written.toInstant(ZoneOffset.UTC))
                    : zone.getRules().getValidOffsets(written).stream()
                            .findFirst()
                            .orElseGet(
                                    () -> zone.getRules().getTransition(written).getOffsetAfter());
            long ticks = offset.getTotalSeconds() * Ticks.PER_SECOND;
            return new Cell.Datetime(toLocal ? time.ticks() + ticks : time.ticks() - ticks);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
