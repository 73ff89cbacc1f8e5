package io.ringtail.dsl.check;

import java.time.Duration;
import java.util.Optional;

/** Takes as many readings of a check as it wants, at its pace. */
public final class CheckRun {
    /** Lets time pass; a test's lets none. */
    public interface Pace {
        /** @return false if it was interrupted, and no more readings are wanted */
        boolean pass(Duration time);
    }

    private CheckRun() {}

    /**
     * What came of it.
     *
     * @param readings how many were taken: a check for 3 readings ends at the first that does not hold
     * @param last the last one; empty if there was no answer
     * @param problem why there was none; empty if there was
     */
    public record Outcome(boolean fired, int readings, Optional<Check.Reading> last, String problem) {}

    public static Outcome run(Check check, Machine machine, Duration timeout, Pace pace) {
        Check.Reading last = null;
        for (int taken = 1; taken <= check.readings(); taken++) {
            if (taken > 1 && !pace.pass(check.every())) {
                return new Outcome(false, taken - 1, Optional.ofNullable(last), "the check was interrupted");
            }
            try {
                last = check.read(machine, timeout);
            } catch (MachineException e) {
                return new Outcome(false, taken, Optional.empty(), e.getMessage());
            }
            if (!last.holds()) {
                return new Outcome(false, taken, Optional.of(last), "");
            }
        }
        return new Outcome(true, check.readings(), Optional.ofNullable(last), "");
    }
}
