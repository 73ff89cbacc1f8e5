package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Datetimes;
import io.ringtail.ring.event.Ticks;
import java.time.LocalDateTime;
import java.util.Locale;

/** The patterns of {@code format_datetime} and {@code format_timespan}: runs of the same letter are a field. */
final class TimeFormat {
    private static final long HOUR = 3600 * Ticks.PER_SECOND;

    private TimeFormat() {}

    static String datetime(long ticks, String pattern) {
        LocalDateTime time = Datetimes.local(ticks);
        String fraction = String.format(Locale.ROOT, "%07d", Math.floorMod(ticks, Ticks.PER_SECOND));
        return format(pattern, "MdHhms", (letter, length) -> switch (letter) {
            case 'y' -> padded(length <= 2 ? time.getYear() % 100 : time.getYear(), length);
            case 'M' -> padded(time.getMonthValue(), length);
            case 'd' -> padded(time.getDayOfMonth(), length);
            case 'H' -> padded(time.getHour(), length);
            case 'h' -> padded((time.getHour() + 11) % 12 + 1, length);
            case 'm' -> padded(time.getMinute(), length);
            case 's' -> padded(time.getSecond(), length);
            case 'f' -> fraction.substring(0, Math.min(length, 7));
            case 'F' -> withoutZeros(fraction.substring(0, Math.min(length, 7)));
            case 't' -> time.getHour() < 12 ? "AM" : "PM";
            default -> String.valueOf(letter).repeat(length);
        });
    }

    static String timespan(long ticks, String pattern) {
        long size = Math.abs(ticks);
        String fraction = String.format(Locale.ROOT, "%07d", size % Ticks.PER_SECOND);
        return (ticks < 0 ? "-" : "")
                + format(pattern, "", (letter, length) -> switch (letter) {
                    case 'd' -> padded(size / Ticks.PER_DAY, length);
                    case 'H', 'h' -> padded(size / HOUR % 24, length);
                    case 'm' -> padded(size / (60 * Ticks.PER_SECOND) % 60, length);
                    case 's' -> padded(size / Ticks.PER_SECOND % 60, length);
                    case 'f' -> fraction.substring(0, Math.min(length, 7));
                    case 'F' -> withoutZeros(fraction.substring(0, Math.min(length, 7)));
                    default -> String.valueOf(letter).repeat(length);
                });
    }

    private static String withoutZeros(String digits) {
        int end = digits.length();
        while (end > 0 && digits.charAt(end - 1) == '0') {
            end--;
        }
        return digits.substring(0, end);
    }

    private interface Field {
        String text(char letter, int length);
    }

    /** @param pairs letters of which two at most are one field */
    private static String format(String pattern, String pairs, Field field) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            int end = at + 1;
            int most = pairs.indexOf(pattern.charAt(at)) >= 0 ? at + 2 : pattern.length();
            while (end < Math.min(most, pattern.length()) && pattern.charAt(end) == pattern.charAt(at)) {
                end++;
            }
            text.append(field.text(pattern.charAt(at), end - at));
            at = end;
        }
        return text.toString();
    }

    private static String padded(long value, int length) {
        String digits = Long.toString(value);
        return "0".repeat(Math.max(0, length - digits.length())) + digits;
    }
}
