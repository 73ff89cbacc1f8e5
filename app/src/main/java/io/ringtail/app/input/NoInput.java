package io.ringtail.app.input;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.PayloadDecoder;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** Nothing was named: {@code print} and {@code datatable} can be asked, recorded events cannot. */
record NoInput(Instant asked) implements Input {
    @Override
    public Recording recording() {
        Registry empty = new Registry();
        return new Recording() {
            @Override
            public Catalog catalog() {
                return empty;
            }

            @Override
            public BlockCursor scan(Scan scan) {
                throw Refusal.usage("the query asks for recorded events, but nothing is named that holds some:"
                        + " add a trace, or --journal DIR");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public PayloadDecoder decoder() {
        Registry empty = new Registry();
        return Selection.withOwn(empty, EtwDecoder.of(empty, List.of()));
    }

    @Override
    public List<SourceFacts> sources() {
        return List.of();
    }

    @Override
    public List<Damage> damage() {
        return List.of();
    }

    @Override
    public long lost() {
        return 0;
    }

    /** There is no event whose time could stand for now. */
    @Override
    public OptionalLong now() {
        return OptionalLong.of(Ticks.of(asked));
    }

    @Override
    public void warn(Console console) {}

    @Override
    public void close() {}
}
