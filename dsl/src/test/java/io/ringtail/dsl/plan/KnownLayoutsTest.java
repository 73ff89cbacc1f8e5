package io.ringtail.dsl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.FakeDecoder;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownLayoutsTest {
    private final Registry catalog = new Registry();
    private final FakeDecoder names = new FakeDecoder(catalog);
    private final List<String> asked = new ArrayList<>();

    /** Writes down what it is asked for. */
    private final class Asked implements PayloadDecoder {
        @Override
        public PayloadLayout layout(int type, int source, int pid) {
            asked.add("source " + source + " process " + pid);
            return names.layout(type, source, pid);
        }

        @Override
        public boolean dependsOnProcess(int type, int source) {
            return names.dependsOnProcess(type, source);
        }
    }

    @Test
    void asksForAProcessOnlyInTheSourceThatHasItsSchema() {
        int type = catalog.register(
                new EventType(HeaderKind.EVENT, 8, new UUID(0, 1), 1, 0, 0, 0, 0, 0, 0, EventType.NO_TRACE_LOGGING));
        int first = catalog.register(source("first"));
        int second = catalog.register(source("second"));
        names.namedByProcess(type, "Of");
        catalog.register(schema(first, 7));
        catalog.register(schema(second, 8));
        catalog.register(schema(Schema.ANY, 9));

        KnownLayouts layouts = new KnownLayouts(catalog, new Asked());

        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "source 0 process -1",
                        "source 0 process 7",
                        "source 0 process 9",
                        "source 1 process -1",
                        "source 1 process 8",
                        "source 1 process 9");
        assertThat(layouts.events())
                .containsExactly("Provider-1/Of-1", "Provider-1/Of7", "Provider-1/Of8", "Provider-1/Of9");
    }

    private static Source source(String name) {
        return new Source(name, "", "", "etl", Clock.TICKS, 0, 0, Map.of());
    }

    private static Schema schema(int source, int pid) {
        return new Schema("test", source, pid, Schema.Rank.IN_TRACE, new byte[] {1});
    }
}
