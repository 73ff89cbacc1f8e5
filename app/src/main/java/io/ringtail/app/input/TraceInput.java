package io.ringtail.app.input;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.TraceWarnings;
import io.ringtail.etw.file.FileFacts;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Traces, read where they lie. */
record TraceInput(OpenTraces traces) implements Input {
    @Override
    public Recording recording() {
        return traces.files();
    }

    @Override
    public PayloadDecoder decoder() {
        return Selection.withOwn(traces.files().catalog(), traces.decoder());
    }

    @Override
    public List<SourceFacts> sources() {
        return traces.files().sources().stream().map(SourceFacts::of).toList();
    }

    @Override
    public List<Damage> damage() {
        boolean single = traces.files().files().size() == 1;
        return traces.files().problems().stream()
                .map(problem -> damage(problem, single))
                .toList();
    }

    @Override
    public long lost() {
        return sources().stream()
                .map(facts -> facts.values().get(FileFacts.EVENTS_LOST))
                .mapToLong(lost -> lost instanceof Long number ? number : 0)
                .sum();
    }

    @Override
    public OptionalLong eventCount() {
        return OptionalLong.of(traces.eventCount());
    }

    @Override
    public void warn(Console console) {
        TraceWarnings.print(traces, console);
    }

    @Override
    public void close() throws IOException {
        traces.close();
    }

    private static Damage damage(Problem problem, boolean single) {
        Long at = problem.at().isPresent() ? Long.valueOf(problem.at().getAsInt()) : null;
        String what = single ? problem.what() : problem.file() + ": " + problem.what();
        return new Damage(problem.offset(), (long) problem.buffer(), at, what);
    }
}
