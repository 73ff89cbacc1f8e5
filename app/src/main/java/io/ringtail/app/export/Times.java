package io.ringtail.app.export;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.value.Datetimes;
import io.ringtail.ring.event.Ticks;
import org.jspecify.annotations.Nullable;

/**
 * A span of event time.
 *
 * @param fromTicks the first time
 * @param untilTicks the first time that is too late
 */
public record Times(long fromTicks, long untilTicks) {
    public static final Times ALL = new Times(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Of what the command line says; null where it says nothing. */
    public static Times of(@Nullable String from, @Nullable String until) {
        return of(from, "--until", until);
    }

    /** The same for a verb that calls the end of the span by another option. */
    public static Times of(@Nullable String from, String untilOption, @Nullable String until) {
        long fromTicks = from == null ? Long.MIN_VALUE : ticks("--from", from);
        long untilTicks = until == null ? Long.MAX_VALUE : ticks(untilOption, until);
        if (fromTicks >= untilTicks) {
            throw Refusal.usage("--from " + Ticks.iso(fromTicks) + " is not before " + untilOption + " "
                    + Ticks.iso(untilTicks) + ", so there is no time between them");
        }
        return new Times(fromTicks, untilTicks);
    }

    /** A time that an option gives. */
    private static long ticks(String option, String text) {
        return Datetimes.parse(text)
                .orElseThrow(() -> Refusal.usage(option + " '" + text
                        + "' is no time; one is 2026-03-02T09:00:00Z, or 2026-03-02 09:00, in UTC"));
    }
}
