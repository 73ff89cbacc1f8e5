package io.ringtail.app.record;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.processors.canary.proto.Alert;
import io.ringtail.processors.canary.proto.StrategyRejected;
import io.ringtail.processors.host.Output;
import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.proto.Suppressed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells a person what the judge of canaries has to say while it records, and at the end how much was said. What a rule's
 * action 'alert' says comes from its effector. <b>Threads:</b> any.
 */
final class Announcements implements Consumer<Output> {
    private static final String ROLLBACK = "ROLLBACK";

    private final Console console;
    private long fired;
    private long suppressed;
    private long rollbacks;

    Announcements(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void accept(Output output) {
        switch (output.message()) {
            case Alert alert -> {
                rollbacks += alert.getWhat().equals(ROLLBACK) ? 1 : 0;
                console.note("alert: [" + alert.getSeverity() + "] " + alert.getService() + " " + alert.getVersion()
                        + ": " + alert.getWhat() + ", " + alert.getMessage());
            }
            case StrategyRejected rejected ->
                console.warn(
                        rejected.getMessage() + (rejected.getInForce() == 0 ? "" : "; the strategy of before holds"));
            case Fired of -> fired++;
            case Suppressed of -> suppressed++;
            default -> {} // it is in the journal
        }
    }

    /** What was said by now, in a line. */
    synchronized String summary(boolean ofRules, int neverBound, boolean ofStrategies) {
        List<String> parts = new ArrayList<>();
        if (ofRules) {
            parts.add(Quantities.count(fired) + " fired");
            parts.add(Quantities.count(suppressed) + " suppressed");
            parts.add(Quantities.count(neverBound, "rule") + " never bound");
        }
        if (ofStrategies) {
            parts.add(Quantities.count(rollbacks, "rollback"));
        }
        return (ofRules ? "rules: " : "canaries: ") + String.join(", ", parts);
    }
}
