package io.ringtail.dsl.plan;

import io.ringtail.dsl.QueryOptions;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all parts of a query are bound amid: the recording, how it is read, and what was found out about it. */
final class Surroundings {
    private static final List<String> TABLES =
            List.of("events", "control", "types", "sessions", "losses", "checks", "rules", "dumps");

    private final Recording recording;
    private final PayloadDecoder decoder;
    private final QueryOptions options;
    private @Nullable KnownLayouts layouts;
    private @Nullable Long now;
    private long firstTicks = Long.MAX_VALUE;
    private long lastTicks = Long.MIN_VALUE;
    private int uses;

    Surroundings(Recording recording, PayloadDecoder decoder, QueryOptions options) {
        this.recording = recording;
        this.decoder = decoder;
        this.options = options;
    }

    Recording recording() {
        return recording;
    }

    PayloadDecoder decoder() {
        return decoder;
    }

    QueryOptions options() {
        return options;
    }

    /** What {@code now()} means; reads the recording's block headers when it is first asked for. */
    long now() {
        Long known = now;
        if (known == null) {
            known = options.now().orElseGet(new Watermark(recording)::ticks);
            now = known;
        }
        return known;
    }

    /** Says that events between two times are asked for. */
    void ask(long fromTicks, long toTicks) {
        firstTicks = Math.min(firstTicks, fromTicks);
        lastTicks = Math.max(lastTicks, toTicks);
    }

    /** How many events are missing of the times that are asked for. */
    long lost() {
        return firstTicks > lastTicks ? 0 : new LostEvents(recording).count(firstTicks, lastTicks);
    }

    void setNow(long ticks) {
        now = ticks;
    }

    /** Counts the uses of functions, of which each may use others. */
    int use() {
        return ++uses;
    }

    boolean isTable(String name) {
        return TABLES.contains(name)
                || layouts().providers().contains(name)
                || layouts().events().contains(name);
    }

    /** The names of all tables. */
    Set<String> tables() {
        Set<String> tables = new TreeSet<>(TABLES);
        tables.addAll(layouts().providers());
        tables.addAll(layouts().events());
        return tables;
    }

    KnownLayouts layouts() {
        KnownLayouts known = layouts;
        if (known == null) {
            known = new KnownLayouts(recording.catalog(), decoder);
            layouts = known;
        }
        return known;
    }
}
