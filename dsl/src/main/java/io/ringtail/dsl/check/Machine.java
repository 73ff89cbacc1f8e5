package io.ringtail.dsl.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers WQL. <b>Threads:</b> one call at a time. <b>Failure:</b> an implementation may hang whatever it is told; callers go
 * through {@link Patience}.
 */
public interface Machine {
    /** What answers: {@code WMI}, {@code OSHI}. */
    String name();

    /**
     * The objects of a class for which the condition holds. Values are as {@link io.ringtail.dsl.value.Values} has them;
     * unsigned 64-bit integers are {@link Long} where they fit, else {@link java.math.BigDecimal}.
     *
     * @param timeout after which the caller has no more use for the answer
     * @return for each object its properties, those that were asked for, by the names that the class has for them
     * @throws MachineException if there is no answer; the message says why
     */
    List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException;
}
