package io.ringtail.dsl.check;

import io.ringtail.dsl.check.proto.CheckResult;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;

/** The events of the provider Ringtail-Check; {@code check.proto} has their messages. */
public final class CheckEvents {
    public static final OwnProvider PROVIDER = OwnProvider.named("Ringtail-Check");
    public static final int CHECK_RESULT = 1;

    private CheckEvents() {}

    /** Tells how they are read. */
    public static OwnMessages addTo(OwnMessages messages) {
        return messages.add(PROVIDER, CHECK_RESULT, CheckResult.getDefaultInstance());
    }

    /**
     * What is journaled of an outcome.
     *
     * @param question what the machine was asked
     * @param machine what answered
     */
    public static CheckResult message(String check, String question, String machine, CheckRun.Outcome outcome) {
        CheckResult.Builder message = CheckResult.newBuilder()
                .setCheck(check)
                .setFired(outcome.fired())
                .setReadings(outcome.readings())
                .setQuestion(question)
                .setMachine(machine)
                .setProblem(outcome.problem());
        outcome.last().ifPresent(reading -> {
            message.setDetail(reading.detail());
            reading.value().ifPresent(message::setValue);
        });
        return message.build();
    }
}
