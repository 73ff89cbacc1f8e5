package io.ringtail.processors.effect;

import io.ringtail.processors.proto.Intent;
import java.util.function.Consumer;

/** Tells a person, by a line; the event is in the journal already. */
public final class AlertEffector implements Effector {
    private final Consumer<String> lines;

    public AlertEffector(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public String action() {
        return "alert";
    }

    @Override
    public Effect execute(Intent intent) {
        String severity = Arguments.text(intent, "severity").orElse("warning");
        lines.accept("alert: [" + severity + "] " + intent.getReason());
        return Effect.done("told");
    }
}
