package io.ringtail.app.rules;

import io.ringtail.app.input.Selection;
import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.etw.source.TraceRecorder;
import io.ringtail.processors.rules.RuleTests;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The traces that tests of rules name. */
record TestTraces(Selection input) implements RuleTests.Traces {
    @Override
    public void record(Path trace, Bus bus) throws IOException {
        if (!Files.exists(trace)) {
            throw new IOException("there is no trace " + trace + "; a test names it as seen from the rule file");
        }
        try (TemporaryFolder temporary = TemporaryFolder.create("ringtail-rules-trace");
                OpenTraces open = OpenTraces.open(List.of(trace), temporary.path(), List.of())) {
            TraceRecorder.record(open, bus, (events, bytes) -> {});
        }
    }

    @Override
    public PayloadDecoder decoder(Journal journal) throws IOException {
        return input.decoder(journal);
    }
}
