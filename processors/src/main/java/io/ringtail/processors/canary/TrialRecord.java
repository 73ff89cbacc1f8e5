package io.ringtail.processors.canary;

import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.ring.event.Ticks;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * What is held for and against one trial: the verdicts of its last windows, its crashes, and what was done already. From it
 * follows what is to be done next. A fold: no clock but event time.
 */
final class TrialRecord {
    /** Failed windows count among so many. */
    static final int RECENT = 10;

    private static final int MOST_CRASHES = 1_000;

    private final Deque<Measure> recent = new ArrayDeque<>();
    private final Deque<Long> crashes = new ArrayDeque<>();
    private boolean gross;
    private int passes;
    private int inconclusive;
    private long lastRequestTicks;
    private long pausedTicks = Long.MIN_VALUE;
    private boolean resumed;
    private boolean rolledBack;
    private String lastFailure = "";

    /** @param startTicks when the trial was first heard of */
    TrialRecord(long startTicks) {
        this.lastRequestTicks = startTicks;
    }

    /** Hears that the version serves. */
    void served(long timeTicks) {
        lastRequestTicks = Math.max(lastRequestTicks, timeTicks);
    }

    void crashed(long timeTicks) {
        crashes.addLast(timeTicks);
        if (crashes.size() > MOST_CRASHES) {
            crashes.removeFirst();
        }
    }

    /** Crashes within a time before another one. */
    int crashesWithin(Duration window, long untilTicks) {
        long from = untilTicks - Ticks.in(window);
        return (int) crashes.stream()
                .filter(time -> time > from && time <= untilTicks)
                .count();
    }

    /** Takes a window's judgement. */
    void judged(Judgement judgement) {
        recent.addLast(judgement.isFail() ? judgement.measure() : Measure.NONE);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        passes = judgement.verdict() == Verdict.PASS ? passes + 1 : 0;
        inconclusive = judgement.verdict() == Verdict.INCONCLUSIVE || judgement.verdict() == Verdict.ERROR
                ? inconclusive + 1
                : 0;
        if (judgement.isFail()) {
            gross |= judgement.gross();
            lastFailure = judgement.why();
        }
    }

    /** Hears the strategy as it is in force now, of this trial. */
    void inForce(Strategy before, Strategy now, long timeTicks) {
        if (now.weight() != before.weight()) {
            passes = 0;
        }
        if (before.paused() && !now.paused()) {
            resumed = true;
            lastRequestTicks = Math.max(lastRequestTicks, timeTicks); // it has had no chance of one
            forget();
        }
        seen(now, timeTicks);
    }

    /** Hears of the strategy's state. */
    void seen(Strategy now, long timeTicks) {
        rolledBack |= now.rollback();
        if (!now.paused()) {
            pausedTicks = Long.MIN_VALUE;
        } else if (pausedTicks == Long.MIN_VALUE) {
            pausedTicks = timeTicks;
        }
    }

    private void forget() {
        recent.clear();
        gross = false;
        passes = 0;
        inconclusive = 0;
    }

    /** Time went back or another recording began: what hangs on time counts from there. */
    void restartTime(long timeTicks) {
        lastRequestTicks = timeTicks;
        crashes.clear();
        if (pausedTicks != Long.MIN_VALUE) {
            pausedTicks = timeTicks;
        }
    }

    boolean isRolledBack() {
        return rolledBack;
    }

    /** Whether promotion waits for a person, as too many windows said nothing. */
    boolean isHeld(Strategy strategy) {
        return inconclusive >= strategy.inconclusiveLimit();
    }

    /** Whether the version has been without requests for too long. */
    boolean isWithoutData(Strategy strategy, long nowTicks) {
        return !strategy.paused()
                && strategy.weight() > 0
                && nowTicks - lastRequestTicks >= Ticks.in(strategy.noDataAfter());
    }

    /** What is to be done at a time. */
    Optional<Decision> decide(Strategy strategy, long nowTicks) {
        if (strategy.rollback()) {
            return Optional.empty();
        }
        Optional<String> bad = rollbackReason(strategy, nowTicks);
        if (bad.isPresent()) {
            return Optional.of(new Decision(Action.ROLLBACK, 0, bad.get()));
        }
        return strategy.paused()
                ? resume(strategy, nowTicks)
                : pause(strategy, nowTicks).or(() -> promote(strategy));
    }

    private Optional<String> rollbackReason(Strategy strategy, long nowTicks) {
        if (rolledBack) {
            return Optional.of("it was rolled back, which holds for its epoch");
        }
        int crashed = crashesWithin(strategy.crashWindow(), nowTicks);
        if (strategy.rollbackOnCrashes() > 0 && crashed >= strategy.rollbackOnCrashes()) {
            return Optional.of(crashed + " crashes within " + text(strategy.crashWindow()));
        }
        boolean failed = gross || failures(Measure.SERVER_ERRORS) >= strategy.failureLimit();
        return failed ? Optional.of(lastFailure) : Optional.empty();
    }

    private Optional<Decision> pause(Strategy strategy, long nowTicks) {
        if (failures(Measure.LATENCY) >= strategy.failureLimit()) {
            return Optional.of(new Decision(Action.PAUSE, 0, lastFailure));
        }
        if (strategy.noData() == Strategy.NoData.PAUSE && isWithoutData(strategy, nowTicks)) {
            return Optional.of(new Decision(Action.PAUSE, 0, "no request for " + text(strategy.noDataAfter())));
        }
        return Optional.empty();
    }

    private Optional<Decision> resume(Strategy strategy, long nowTicks) {
        boolean due = !strategy.resumeAfter().isZero()
                && !resumed
                && strategy.weightBefore() >= 0
                && pausedTicks != Long.MIN_VALUE
                && nowTicks - pausedTicks >= Ticks.in(strategy.resumeAfter());
        return due
                ? Optional.of(new Decision(
                        Action.RESUME, strategy.weightBefore(), "paused for " + text(strategy.resumeAfter())))
                : Optional.empty();
    }

    private Optional<Decision> promote(Strategy strategy) {
        return passes >= strategy.stepWindows() && !isHeld(strategy)
                ? strategy.nextStep()
                        .map(weight -> new Decision(Action.PROMOTE, weight, passes + " healthy windows in a row"))
                : Optional.empty();
    }

    private int failures(Measure measure) {
        return (int) recent.stream().filter(each -> each == measure).count();
    }

    private static String text(Duration duration) {
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(recent.size());
        for (Measure measure : recent) {
            out.writeByte(measure.ordinal());
        }
        out.writeInt(crashes.size());
        for (long crash : crashes) {
            out.writeLong(crash);
        }
        out.writeBoolean(gross);
        out.writeInt(passes);
        out.writeInt(inconclusive);
        out.writeLong(lastRequestTicks);
        out.writeLong(pausedTicks);
        out.writeBoolean(resumed);
        out.writeBoolean(rolledBack);
        Texts.write(out, lastFailure);
    }

    static TrialRecord read(DataInput in) throws IOException {
        TrialRecord read = new TrialRecord(0);
        for (int left = in.readByte(); left > 0; left--) {
            read.recent.addLast(Measure.values()[in.readByte()]);
        }
        for (int left = in.readInt(); left > 0; left--) {
            read.crashes.addLast(in.readLong());
        }
        read.gross = in.readBoolean();
        read.passes = in.readInt();
        read.inconclusive = in.readInt();
        read.lastRequestTicks = in.readLong();
        read.pausedTicks = in.readLong();
        read.resumed = in.readBoolean();
        read.rolledBack = in.readBoolean();
        read.lastFailure = Texts.read(in);
        return read;
    }
}
