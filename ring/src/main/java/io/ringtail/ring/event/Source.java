package io.ringtail.ring.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Where events came from: a file, a live session, Ringtail itself.
 *
 * @param name a file's path or a session's name, as a person would look for it
 * @param session the recording to which it belongs
 * @param machine the host on which the events happened; empty if the source does not say
 * @param kind {@code etl}, {@code etw}, {@code sim}, {@code ringtail}
 * @param bootTicks when that host was started, in {@link Ticks}; 0 unknown
 * @param biasMinutes what its local time adds to reach UTC
 * @param facts what else is known, by name; a closed source is registered again with the facts of its end
 */
public record Source(
        String name,
        String session,
        String machine,
        String kind,
        Clock clock,
        long bootTicks,
        int biasMinutes,
        Map<String, String> facts) {

    public Source {
        Objects.requireNonNull(name);
        Objects.requireNonNull(session);
        Objects.requireNonNull(machine);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(clock);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Whether raw times of both can be compared: both clocks ran on one machine since one start of it. */
    public boolean sharesClockWith(Source other) {
        boolean ranAlike = clock.kind() == other.clock.kind() && clock.frequency() == other.clock.frequency();
        return clock.equals(other.clock) || ranAlike && bootTicks != 0 && bootTicks == other.bootTicks;
    }

    public Source withFacts(Map<String, String> newFacts) {
        return new Source(name, session, machine, kind, clock, bootTicks, biasMinutes, newFacts);
    }

    public Source withSession(String newSession) {
        return new Source(name, newSession, machine, kind, clock, bootTicks, biasMinutes, facts);
    }
}
