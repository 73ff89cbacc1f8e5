package io.ringtail.app.replay;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.replay.Replay;
import io.ringtail.ring.event.Ticks;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How fast a replay goes.
 *
 * @param times the speed at which it happened; 0 as fast as can be
 */
public record Speed(double times) {
    private static final Pattern TIMES = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)x");
    private static final long NANOS_PER_TICK = 100;

    public static Speed of(String text) {
        if (text.equals("max")) {
            return new Speed(0);
        }
        Matcher matcher = TIMES.matcher(text);
        if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
            throw Refusal.usage(
                    "--speed is max or times the speed at which it happened, such as 1x or 10x, not '" + text + "'");
        }
        return new Speed(Double.parseDouble(matcher.group(1)));
    }

    /** Waits as the recording's time goes on. */
    Replay.Pace pace(LongSupplier nanoTime) {
        if (times == 0) {
            return Replay.Pace.MAX;
        }
        long[] start = {Long.MIN_VALUE, 0};
        return ticks -> {
            if (ticks == Long.MIN_VALUE || start[0] == Long.MIN_VALUE || ticks < start[0]) {
                start[0] = ticks;
                start[1] = nanoTime.getAsLong();
                return true;
            }
            // Beyond a day at a time nobody waits: the clock jumped.
            long passed = Math.min(ticks - start[0], Ticks.PER_DAY);
            long until = start[1] + (long) (passed * NANOS_PER_TICK / times);
            while (until - nanoTime.getAsLong() > 0 && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(until - nanoTime.getAsLong());
            }
            return !Thread.currentThread().isInterrupted();
        };
    }
}
