package io.ringtail.app.query;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.Stop;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** What a query may use; empty for what is not limited by the command line. */
public record Limits(OptionalLong maxRows, OptionalLong maxMemoryBytes, Optional<Duration> timeout) {
    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

    /** The time counts from now on. */
    public Stop start(LongSupplier nanoTime) {
        return timeout.map(limit -> Stop.after(limit, nanoTime)).orElseGet(Stop::whenAsked);
    }

    public QueryOptions apply(QueryOptions options) {
        return options.withLimits(maxMemoryBytes.orElse(options.maxMemoryBytes()), maxRows.orElse(options.maxRows()));
    }
}
