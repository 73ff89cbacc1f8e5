package io.ringtail.dsl.check;

import io.ringtail.dsl.syntax.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement about this machine that holds or does not; a check fires when it holds. It is answered by one question in WQL,
 * and what WQL cannot say is computed from the answer.
 *
 * @param question what is asked
 * @param residue what is computed, in words
 * @param readings how many readings in a row must hold
 * @param every the time between them
 */
public record Check(String text, Wql question, String residue, Residue rest, int readings, Duration every) {
    /** What is computed from the objects that were found. */
    interface Residue {
        /** @throws MachineException if they do not tell */
        Reading read(List<Map<String, @Nullable Object>> objects) throws MachineException;
    }

    /**
     * An answer.
     *
     * @param value what was compared, empty if it is no number
     * @param detail what was found, for people
     */
    public record Reading(boolean holds, Optional<Double> value, String detail) {}

    /** What became of a text. */
    public sealed interface Parse {
        record Ok(Check check) implements Parse {}

        record Bad(Problem problem) implements Parse {}
    }

    /** Never throws, whatever the text. */
    public static Parse parse(String text) {
        return new CheckParser(text).parse();
    }

    /** Asks once. */
    public Reading read(Machine machine, Duration timeout) throws MachineException {
        return rest.read(machine.ask(question, timeout));
    }
}
