package io.ringtail.processors.effect;

import io.ringtail.dsl.check.Check;
import io.ringtail.dsl.check.CheckEvents;
import io.ringtail.dsl.check.CheckRun;
import io.ringtail.dsl.check.Machine;
import io.ringtail.processors.proto.Intent;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.event.Ticks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Asks this machine, and journals the answer as {@code ringtail check} does. To ask again does no harm. */
public final class CheckEffector implements Effector {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Bus bus;
    private final Machine machine;
    private final InstantSource clock;

    public CheckEffector(Bus bus, Machine machine, InstantSource clock) {
        this.bus = bus;
        this.machine = machine;
        this.clock = clock;
    }

    @Override
    public String action() {
        return "check";
    }

    @Override
    public Effect execute(Intent intent) {
        String text = Arguments.text(intent, "check").orElse("");
        if (!(Check.parse(text) instanceof Check.Parse.Ok(Check check))) {
            return Effect.refused("'" + text + "' is no check");
        }
        CheckRun.Outcome outcome = CheckRun.run(check, machine, TIMEOUT, CheckEffector::pass);
        bus.publishOwn(
                CheckEvents.PROVIDER,
                CheckEvents.CHECK_RESULT,
                Ticks.of(clock.instant()),
                CheckEvents.message(text, check.question().text(), machine.name(), outcome));
        String detail = outcome.last().map(Check.Reading::detail).orElse(outcome.problem());
        return Effect.done((outcome.fired() ? "fired: " : "ok: ") + detail);
    }

    private static boolean pass(Duration time) {
        LockSupport.parkNanos(time.toNanos());
        return !Thread.currentThread().isInterrupted();
    }
}
