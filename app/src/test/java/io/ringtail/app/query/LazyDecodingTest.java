package io.ringtail.app.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.etw.sim.IncidentSimulator;
import io.ringtail.etw.source.OpenTraces;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ContextReader;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts which payloads a query reads: those it asks for, and no others. */
class LazyDecodingTest {
    private static final long EVENTS = 3_000;

    @TempDir
    private Path folder;

    private Path trace = Path.of("");

    @BeforeEach
    void writeATrace() throws IOException {
        trace = folder.resolve("incident.etl");
        IncidentSimulator.write(trace, 1, EVENTS);
    }

    @Test
    void aFieldOfOneProviderIsReadFromItsEventsAlone() throws IOException {
        Map<String, Long> reads = reads("events | where Provider == 'Contoso-Checkout' and EventName == 'Request/Stop'"
                + " | summarize avg(durationMs) by tostring(Payload.version)");

        assertThat(reads).containsOnlyKeys("Contoso-Checkout durationMs", "Contoso-Checkout version");
        assertThat(reads.get("Contoso-Checkout durationMs")).isEqualTo(reads.get("Contoso-Checkout version"));
    }

    @Test
    void aConditionOnTheHeaderSparesThePayload() throws IOException {
        Map<String, Long> all = reads("['Contoso-Checkout/Request/Stop'] | where statusCode >= 0 | count");
        Map<String, Long> some =
                reads("['Contoso-Checkout/Request/Stop'] | where Cpu == 1 and statusCode >= 0 | count");

        assertThat(some).containsOnlyKeys("Contoso-Checkout statusCode");
        assertThat(some.get("Contoso-Checkout statusCode"))
                .isPositive()
                .isLessThan(all.get("Contoso-Checkout statusCode"));
    }

    @Test
    void aQueryWithoutFieldsReadsNoPayload() throws IOException {
        assertThat(reads("events | summarize count(), max(Timestamp), sum(PayloadSize) by Provider, EventName, Cpu"))
                .isEmpty();
    }

    /** How often each field was read, by its provider and name; whole payloads as {@code *}. */
    private Map<String, Long> reads(String text) throws IOException {
        Map<String, Long> reads = new TreeMap<>();
        try (OpenTraces traces = OpenTraces.open(List.of(trace), folder, List.of())) {
            PayloadDecoder counting = new CountingDecoder(traces.decoder(), reads, new IdentityHashMap<>());
            if (Query.parse(text) instanceof Query.Parse.Ok(Query query)
                    && query.bind(traces.files(), counting, QueryOptions.DEFAULT)
                            instanceof Query.Binding.Ok(var bound)) {
                bound.run();
                return new HashMap<>(reads);
            }
        }
        throw new AssertionError("the query is not understood: " + text);
    }

    private record CountingDecoder(
            PayloadDecoder decoder, Map<String, Long> reads, Map<PayloadLayout, PayloadLayout> layouts)
            implements PayloadDecoder {
        @Override
        public PayloadLayout layout(int type, int source, int pid) {
            return layouts.computeIfAbsent(
                    decoder.layout(type, source, pid), layout -> new CountingLayout(layout, reads));
        }

        @Override
        public boolean dependsOnProcess(int type, int source) {
            return decoder.dependsOnProcess(type, source);
        }

        @Override
        public ContextReader context() {
            return decoder.context();
        }
    }

    private record CountingLayout(PayloadLayout layout, Map<String, Long> reads) implements PayloadLayout {
        @Override
        public String provider() {
            return layout.provider();
        }

        @Override
        public String eventName() {
            return layout.eventName();
        }

        @Override
        public String taskName() {
            return layout.taskName();
        }

        @Override
        public String opcodeName() {
            return layout.opcodeName();
        }

        @Override
        public boolean decodable() {
            return layout.decodable();
        }

        @Override
        public List<Field> fields() {
            return layout.fields();
        }

        /** Without a constant offset, by which a scan would pass it by. */
        @Override
        public FieldReader reader(int field) {
            FieldReader reader = layout.reader(field);
            return (EventView event, Cell into) -> {
                count(fields().get(field).name());
                reader.read(event, into);
            };
        }

        @Override
        public Map<String, Object> payload(EventView event) {
            count("*");
            return layout.payload(event);
        }

        @Override
        public String message(EventView event) {
            count("*");
            return layout.message(event);
        }

        @Override
        public String problem(EventView event) {
            count("*");
            return layout.problem(event);
        }

        private void count(String field) {
            reads.merge(layout.provider() + " " + field, 1L, Long::sum);
        }
    }
}
