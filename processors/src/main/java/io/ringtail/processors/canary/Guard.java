package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.Strategy;
import io.ringtail.ring.event.Ticks;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds back the automation as a whole: the switch, and the limit of rollbacks an hour over all services. */
final class Guard {
    static final int DEFAULT_ROLLBACKS_AN_HOUR = 3;

    private final List<Rolled> rollbacks = new ArrayList<>();
    private String disarmed = "";
    private int rollbacksAnHour = DEFAULT_ROLLBACKS_AN_HOUR;

    private record Rolled(String service, Strategy.Trial trial, long timeTicks) {}

    /** @param why empty: it may act again */
    void disarm(String why) {
        disarmed = why;
    }

    void limit(int mostRollbacksAnHour) {
        rollbacksAnHour = mostRollbacksAnHour;
    }

    /** Counts a rollback that was asked for or seen, each once. */
    void rolledBack(String service, Strategy.Trial trial, long timeTicks) {
        rollbacks.removeIf(rolled ->
                rolled.timeTicks <= timeTicks - Ticks.PER_HOUR || rolled.timeTicks > timeTicks + Ticks.PER_HOUR);
        boolean known =
                rollbacks.stream().anyMatch(rolled -> rolled.service.equals(service) && rolled.trial.equals(trial));
        if (!known) {
            rollbacks.add(new Rolled(service, trial, timeTicks));
        }
    }

    /** What was asked for was not done. */
    void notRolledBack(String service, Strategy.Trial trial) {
        rollbacks.removeIf(rolled -> rolled.service.equals(service) && rolled.trial.equals(trial));
    }

    /** Why an action may not be taken now; empty if it may. */
    Optional<String> hindrance(Action action, Strategy strategy, long nowTicks) {
        if (!disarmed.isEmpty()) {
            return Optional.of("disarmed: " + disarmed);
        }
        if (strategy.hold().isPresent()) {
            Strategy.Hold hold = strategy.hold().get();
            return Optional.of("held by " + hold.by() + ": " + hold.reason());
        }
        long recent = rollbacks.stream()
                .filter(rolled ->
                        rolled.timeTicks > nowTicks - Ticks.PER_HOUR && rolled.timeTicks <= nowTicks + Ticks.PER_HOUR)
                .filter(rolled -> !rolled.service.equals(strategy.service()) || !rolled.trial.equals(strategy.trial()))
                .count();
        return action == Action.ROLLBACK && recent >= rollbacksAnHour
                ? Optional.of(Hindrance.text(recent, rollbacksAnHour, strategy.service()))
                : Optional.empty();
    }

    void write(DataOutputStream out) throws IOException {
        Texts.write(out, disarmed);
        out.writeInt(rollbacksAnHour);
        out.writeInt(rollbacks.size());
        for (Rolled rolled : rollbacks) {
            Texts.write(out, rolled.service);
            Texts.write(out, rolled.trial.version());
            out.writeInt(rolled.trial.epoch());
            out.writeLong(rolled.timeTicks);
        }
    }

    static Guard read(DataInputStream in) throws IOException {
        Guard read = new Guard();
        read.disarmed = Texts.read(in);
        read.rollbacksAnHour = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            String service = Texts.read(in);
            Strategy.Trial trial = new Strategy.Trial(Texts.read(in), in.readInt());
            read.rollbacks.add(new Rolled(service, trial, in.readLong()));
        }
        return read;
    }
}
