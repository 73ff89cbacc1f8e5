package io.ringtail.dsl;

import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.Machines;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.result.Meta;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a query is run with besides its text and its recording.
 *
 * @param now what {@code now()} means, in {@link io.ringtail.ring.event.Ticks}; empty for the recording's greatest
 *     event time
 * @param maxMemoryBytes what its operators may keep in memory together, roughly
 * @param maxRows how many rows {@link BoundQuery#run} may return
 * @param threads how many may scan at a time; the rows do not depend on it
 * @param meta what the caller knows about the completeness of the recording
 * @param fromTicks the first event time that its tables of events have
 * @param untilTicks the first event time that is too late for them
 * @param parameters the values, as text, of what the query declares as {@code query_parameters}
 * @param stop ends the queries that are asked while a query is bound: those of {@code toscalar} and {@code in}
 * @param machine answers {@code wmi('SELECT …')}; made when it is first asked
 * @param machineTimeout how long that may take
 */
public record QueryOptions(
        Optional<Long> now,
        long maxMemoryBytes,
        long maxRows,
        int threads,
        Meta meta,
        long fromTicks,
        long untilTicks,
        Map<String, String> parameters,
        Stop stop,
        Supplier<Machine> machine,
        Duration machineTimeout) {
    /** A quarter of the heap, for the rest of it belongs to the recording and the result. */
    public static final QueryOptions DEFAULT =
            new QueryOptions(Optional.empty(), Runtime.getRuntime().maxMemory() / 4, 1_000_000, Meta.COMPLETE);

    /** Of all times and this machine, without parameters. */
    public QueryOptions(Optional<Long> now, long maxMemoryBytes, long maxRows, Meta meta) {
        this(
                now,
                maxMemoryBytes,
                maxRows,
                Runtime.getRuntime().availableProcessors(),
                meta,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                Map.of(),
                Stop.whenAsked(),
                Machines::here,
                Duration.ofSeconds(20));
    }

    public QueryOptions withNow(long ticks) {
        return new QueryOptions(
                Optional.of(ticks),
                maxMemoryBytes,
                maxRows,
                threads,
                meta,
                fromTicks,
                untilTicks,
                parameters,
                stop,
                machine,
                machineTimeout);
    }

    public QueryOptions withLimits(long newMaxMemoryBytes, long newMaxRows) {
        return new QueryOptions(
                now,
                newMaxMemoryBytes,
                newMaxRows,
                threads,
                meta,
                fromTicks,
                untilTicks,
                parameters,
                stop,
                machine,
                machineTimeout);
    }

    public QueryOptions withThreads(int newThreads) {
        return new QueryOptions(
                now,
                maxMemoryBytes,
                maxRows,
                newThreads,
                meta,
                fromTicks,
                untilTicks,
                parameters,
                stop,
                machine,
                machineTimeout);
    }

    public QueryOptions withMeta(Meta newMeta) {
        return new QueryOptions(
                now,
                maxMemoryBytes,
                maxRows,
                threads,
                newMeta,
                fromTicks,
                untilTicks,
                parameters,
                stop,
                machine,
                machineTimeout);
    }

    public QueryOptions withTimes(long newFromTicks, long newUntilTicks) {
        return new QueryOptions(
                now,
                maxMemoryBytes,
                maxRows,
                threads,
                meta,
                newFromTicks,
                newUntilTicks,
                parameters,
                stop,
                machine,
                machineTimeout);
    }

    public QueryOptions withParameters(Map<String, String> newParameters) {
        return new QueryOptions(
                now,
                maxMemoryBytes,
                maxRows,
                threads,
                meta,
                fromTicks,
                untilTicks,
                newParameters,
                stop,
                machine,
                machineTimeout);
    }

    public QueryOptions withStop(Stop newStop) {
        return new QueryOptions(
                now,
                maxMemoryBytes,
                maxRows,
                threads,
                meta,
                fromTicks,
                untilTicks,
                parameters,
                newStop,
                machine,
                machineTimeout);
    }

    public QueryOptions withMachine(Supplier<Machine> newMachine, Duration newTimeout) {
        return new QueryOptions(
                now,
                maxMemoryBytes,
                maxRows,
                threads,
                meta,
                fromTicks,
                untilTicks,
                parameters,
                stop,
                newMachine,
                newTimeout);
    }
}
