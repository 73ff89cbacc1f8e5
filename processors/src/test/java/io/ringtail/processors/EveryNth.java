package io.ringtail.processors;

import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.state.TimerState;
import io.ringtail.processors.state.ValueState;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.event.Ticks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Wants something done at every n-th event of a type, and again five seconds later, and when a recording ends. */
public final class EveryNth implements Processor {
    /** So many bytes of payload make it throw. */
    public static final int POISON = 13;

    private final String name;
    private final String version;
    private final int n;
    private final boolean throwsAtPoison;
    private @Nullable Opened opened;

    public EveryNth(String name, String version, int n, boolean throwsAtPoison) {
        this.name = name;
        this.version = version;
        this.n = n;
        this.throwsAtPoison = throwsAtPoison;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public void open(Setup setup) {
        opened = new Opened(
                setup.states().map("counts", Codec.LONG, Codec.LONG),
                setup.states().value("times", Codec.LONG),
                setup.states().timers("again", Codec.TEXT, this::again));
    }

    @Override
    public void onEvents(EventRun run, Outputs outputs) {
        while (run.next()) {
            if (run.lane() == Lane.TRACE) {
                count(run.event(), outputs);
            }
        }
    }

    @Override
    public void onTime(long watermarkTicks, Outputs outputs) {
        state().times.set(state().times.get().orElse(0L) + 1);
    }

    @Override
    public void onEnd(Outputs outputs) {
        want(outputs.cause(), 0, "end", "after " + state().times.get().orElse(0L) + " ticks", outputs);
    }

    private void count(EventView event, Outputs outputs) {
        if (throwsAtPoison && event.payloadBytes() == POISON) {
            throw new IllegalStateException("poison");
        }
        long type = event.type();
        long count = state().counts.get(type).orElse(0L) + 1;
        state().counts.put(type, count);
        if (count % n == 0) {
            want(event.sequence(), event.timeTicks(), "type " + type, "count " + count, outputs);
            want(event.sequence(), event.timeTicks(), "twice", "count " + count, outputs);
            state().again.set("type " + type, event.timeTicks() + 5 * Ticks.PER_SECOND);
        }
    }

    private void again(String key, long ticks, Outputs outputs) {
        want(outputs.cause(), ticks, key, "again", outputs);
    }

    private void want(long cause, long ticks, String key, String reason, Outputs outputs) {
        outputs.intent(cause, ticks, new Intent("nth", key, "note", "{}", reason));
    }

    /** Those of one run. */
    private record Opened(MapState<Long, Long> counts, ValueState<Long> times, TimerState<String> again) {}

    private Opened state() {
        return Objects.requireNonNull(opened, "not opened yet");
    }
}
