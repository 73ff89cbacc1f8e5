package io.ringtail.processors.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.processors.Feeder;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.proto.Intent;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorLoaderTest {
    private static final String SOURCE = """
            import io.ringtail.processors.*;
            import io.ringtail.processors.state.*;

            public final class Counter implements Processor {
                private ValueState<Long> count;
                public String name() { return "counter"; }
                public String version() { return "VERSION"; }
                public void open(Setup setup) { count = setup.states().value("count", Codec.LONG); }
                public void onEvents(EventRun run, Outputs outputs) {
                    while (run.next()) {
                        if (run.event().payloadBytes() == 3) {
                            count.set(count.get().orElse(0L) + 1);
                            String reason = "VERSION counts " + count.get().orElse(0L);
                            outputs.intent(run.event().sequence(), 0, new Intent("", "", "note", "{}", reason));
                        }
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void anotherVersionOfTheSameClassGoesOnCounting() throws IOException {
        Path journal = folder.resolve("journal");
        try (Bus bus = Bus.open(journal, BusOptions.defaults());
                ProcessorHost host = ProcessorHost.start(
                        bus,
                        journal,
                        open -> EtwDecoder.of(open.catalog(), List.of()),
                        List.of(),
                        HostOptions.DEFAULT)) {
            host.add(ProcessorLoader.load(List.of(compiled("one")), "Counter"));
            try (Feeder feeder = Feeder.open(bus, "source")) {
                feeder.event(1, 0, new byte[3]);
                feeder.event(1, 1, new byte[3]);
                host.settle();
                host.swap(ProcessorLoader.load(List.of(compiled("two")), "Counter"));
                feeder.event(1, 2, new byte[3]);
            }
        }

        assertThat(reasons(journal)).containsExactly("one counts 1", "one counts 2", "two counts 3");
    }

    @Test
    void saysWhatCannotBeLoaded() throws IOException {
        Path classes = compiled("one");

        assertThatThrownBy(() -> ProcessorLoader.load(List.of(classes), "Count"))
                .hasMessage("the processor Count cannot be made: java.lang.ClassNotFoundException: Count");
        assertThatThrownBy(() -> ProcessorLoader.load(List.of(classes), "java.lang.String"))
                .hasMessage("java.lang.String is no io.ringtail.processors.Processor");
        assertThatThrownBy(() -> ProcessorLoader.load(List.of(folder.resolve("none.jar")), "Counter"))
                .hasMessage("there is no " + folder.resolve("none.jar") + " to load a processor from");
    }

    private Path compiled(String version) throws IOException {
        Path source = folder.resolve(version).resolve("Counter.java");
        Files.createDirectories(folder.resolve(version));
        Files.writeString(source, SOURCE.replace("VERSION", version));
        int status = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, null, null, "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(status).isZero();
        return folder.resolve(version);
    }

    private static List<String> reasons(Path journal) throws IOException {
        List<String> reasons = new ArrayList<>();
        try (Journal open = Journal.open(journal)) {
            ControlScan.run(
                    open,
                    0,
                    type -> ProcessorEvents.PROVIDER.has(type, ProcessorEvents.INTENT),
                    (type, event) ->
                            reasons.add(Intent.parseFrom(event.payload()).getReason()));
        }
        return reasons;
    }
}
