package io.ringtail.processors.strategy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a version of a service is tried, and what ends the trial. {@link StrategyKey} says what each part means.
 *
 * @param stableVersion empty: every version but the one on trial
 * @param rollbackOn5xxTimesStable 0: not asked; the other limits alike
 * @param rollback whether the version was rolled back
 * @param paused whether its weight is frozen at 0
 * @param hold who keeps Ringtail from acting, and why; empty if nobody does
 */
public record Strategy(
        String service,
        String version,
        String stableVersion,
        double weight,
        List<Double> steps,
        int stepWindows,
        Duration interval,
        Duration lateness,
        int minRequests,
        double rollbackOn5xxRate,
        double rollbackOn5xxTimesStable,
        double pauseOnP95Ms,
        double pauseOnP95TimesStable,
        int rollbackOnCrashes,
        Duration crashWindow,
        int failureLimit,
        int inconclusiveLimit,
        NoData noData,
        Duration noDataAfter,
        Duration resumeAfter,
        Scope scope,
        int epoch,
        Optional<RequestTable> requests,
        boolean rollback,
        boolean paused,
        double weightBefore,
        Optional<Hold> hold) {

    /** What is done when the version on trial gets no requests. */
    public enum NoData {
        HOLD,
        PAUSE
    }

    /** Whose requests are judged together. */
    public enum Scope {
        HOST,
        FLEET
    }

    /** A person's stop sign. */
    public record Hold(String by, String reason) {}

    public Strategy {
        steps = List.copyOf(steps);
    }

    /** What was read of a text. */
    public sealed interface Reading {
        /** @param notes what is odd about it, though it works */
        record Ok(Strategy strategy, StrategyText text, List<String> notes) implements Reading {
            public Ok {
                notes = List.copyOf(notes);
            }
        }

        record Bad(List<StrategyProblem> problems) implements Reading {
            public Bad {
                problems = List.copyOf(problems);
            }

            /** All problems, one after the other. */
            public String message() {
                return String.join(
                        "; ", problems.stream().map(StrategyProblem::message).toList());
            }
        }
    }

    /** Reads the JSON that stands in a store. */
    public static Reading read(String service, String json) {
        return new StrategyReader(service).read(json);
    }

    /** A trial: a new version or a new epoch begins another one, and nothing of the last is held against it. */
    public record Trial(String version, int epoch) {}

    public Trial trial() {
        return new Trial(version, epoch);
    }

    /** Whether requests of a version are those with which the version on trial is compared. */
    public boolean isStable(String candidate) {
        return stableVersion.isEmpty() ? !candidate.equals(version) : candidate.equals(stableVersion);
    }

    /** The weight of the step behind the one that the version is at; none behind the last. */
    public Optional<Double> nextStep() {
        return steps.stream().filter(step -> step > weight).findFirst();
    }
}
