package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.schema.SchemaSurvey;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.EventContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stacks of a trace that PerfView recorded with stack keys, samples and stacks inside of events. */
class RealStacksTest {
    private static final String IDLE = "Idle";
    private static final Pattern FRAME = Pattern.compile("(.+\\+)?0x[0-9a-f]+");

    /** @param events that may have a stack */
    private record Counts(int events, int stacks, int named) {
        Counts plus(@Nullable List<String> stack) {
            boolean isNamed = stack != null && stack.stream().anyMatch(frame -> frame.contains("+0x"));
            return new Counts(events + 1, stacks + (stack == null ? 0 : 1), named + (isNamed ? 1 : 0));
        }
    }

    private static final Map<String, Counts> BY_EVENT = new TreeMap<>();
    private static final Map<String, Integer> FRAMES = new TreeMap<>();

    @BeforeAll
    static void readAll() throws IOException {
        RealTraces.assumeThere();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path trace = RealTraces.FOLDER.resolve("net.4.5.2.x64.etl.zip");
        try (TraceFiles traces = TraceFiles.open(TraceInputs.expand(List.of(trace)), temporary)) {
            SchemaSurvey survey = new SchemaSurvey(traces.registry());
            traces.survey(survey);
            survey.finish();
            EtwDecoder decoder = EtwDecoder.of(traces.catalog(), List.of());
            EventContext context = decoder.context().read(traces, EnumSet.allOf(ContextPart.class));
            EventView event = new EventView();
            try (BlockCursor cursor = traces.scan(Scan.ALL_EVENTS)) {
                while (cursor.next()) {
                    for (int row = 0; row < cursor.block().count(); row++) {
                        event.wrap(cursor.block(), row);
                        String name = decoder.layout(event.type(), event.source(), event.pid())
                                .eventName();
                        String process = context.process(cursor.block(), row).name();
                        List<String> stack = context.stack(event);
                        BY_EVENT.merge(
                                process.equals(IDLE) ? name + " of " + IDLE : name,
                                new Counts(0, 0, 0).plus(stack),
                                (counts, one) -> counts.plus(stack));
                        if (stack != null) {
                            stack.forEach(frame -> FRAMES.merge(kind(frame), 1, Integer::sum));
                            assertThat(stack)
                                    .allMatch(frame -> FRAME.matcher(frame).matches());
                        }
                    }
                }
            }
        }
    }

    /** All frames of some lie in the hypervisor's page, of which no image tells. */
    @Test
    void everySampleOfARunningProcessHasItsStack() {
        assertThat(BY_EVENT.get("PerfInfo/Sample")).isEqualTo(new Counts(6215, 6214, 6126));
        assertThat(BY_EVENT.get("PerfInfo/Sample of Idle")).isEqualTo(new Counts(73313, 104, 104));
    }

    @Test
    void everyRequestToADiskAndEveryImageLoadHasItsStack() {
        assertThat(BY_EVENT.get("DiskIO/ReadInit")).isEqualTo(new Counts(1208, 1208, 1208));
        assertThat(BY_EVENT.get("DiskIO/WriteInit")).isEqualTo(new Counts(20, 20, 20));
        assertThat(BY_EVENT.get("DiskIO/Read")).isEqualTo(new Counts(1208, 0, 0));
        assertThat(BY_EVENT.get("Image/Load")).isEqualTo(new Counts(35, 35, 35));
        assertThat(BY_EVENT.get("Memory/HardFault")).isEqualTo(new Counts(153, 153, 153));
    }

    /** The runtime's rundown at the end of the trace tells of them. */
    @Test
    void nearlyAllFramesThatAreInNoImageAreMethodsOfDotNet() {
        assertThat(FRAMES).isEqualTo(Map.of("method", 63_193, "image", 511_678, "unknown", 439));
    }

    private static String kind(String frame) {
        return frame.contains("!") ? "method" : frame.contains("+") ? "image" : "unknown";
    }

    @Test
    void stacksInsideOfEventsStay() {
        assertThat(BY_EVENT.get("GC/AllocationTick")).isEqualTo(new Counts(10382, 10382, 10382));
    }
}
