package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every COUNT line of what TraceEvent prints for three traces is our count of the same name. */
class TraceEventNamesTest {
    private static final String SAMPLE = "Windows Kernel/PerfInfo/Sample";

    /** What TraceEvent reads and then leaves out of its list, on purpose, with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
            Map.entry("MSNT_SystemTrace/EventTrace/PartitionInfoExtension", "named by nobody"),
            Map.entry("MSNT_SystemTrace/Image/HypercallPage", "named by nobody"),
            Map.entry("MSNT_SystemTrace/SystemConfig/DPI", "named by nobody"),
            Map.entry("MSNT_SystemTrace/SystemConfig/OpticalMedia", "named by nobody"),
            Map.entry("Microsoft-Windows-DotNETRuntime/ClrStack/Walk", "becomes the stack of another event"),
            Map.entry("Microsoft-Windows-DotNETRuntime/Method/ILToNativeMap", "becomes line numbers"),
            Map.entry("Microsoft-Windows-DotNETRuntimeRundown/Method/DCStopVerbose", "becomes symbols"),
            Map.entry("Microsoft-Windows-DotNETRuntimeRundown/Method/ILToNativeMapDCStop", "becomes line numbers"),
            Map.entry("Windows Kernel/FileIO/FileCreate", "becomes file names"),
            Map.entry("Windows Kernel/FileIO/FileDelete", "becomes file names"),
            Map.entry("Windows Kernel/FileIO/FileRundown", "becomes file names"),
            Map.entry("Windows Kernel/StackWalk/KeyDelete", "becomes the stack of another event"),
            Map.entry("Windows Kernel/StackWalk/KeyRundown", "becomes the stack of another event"),
            Map.entry("Windows Kernel/StackWalk/Stack", "becomes the stack of another event"),
            Map.entry("Windows Kernel/StackWalk/StackKeyKernel", "becomes the stack of another event"),
            Map.entry("Windows Kernel/StackWalk/StackKeyUser", "becomes the stack of another event"),
            Map.entry("Windows Kernel/Thread/DCStart", "becomes the list of threads"),
            Map.entry("Windows Kernel/Thread/DCStop", "becomes the list of threads"));

    @ParameterizedTest
    @ValueSource(strings = {"gcevents.etl", "primitive-types.etl", "net.4.5.2.x64.etl.zip"})
    void namesEventsAsTraceEventDoes(String file) throws IOException {
        RealTraces.assumeThere();
        Map<String, Integer> ours = new TreeMap<>();
        RealTraces.visit(
                file,
                (event, type, layout) -> ours.merge(layout.provider() + "/" + layout.eventName(), 1, Integer::sum));

        ours.keySet().removeAll(LEFT_OUT.keySet());

        Map<String, Integer> theirs = counts(file);
        if (file.startsWith("net.")) {
            // TraceEvent drops the samples of the idle thread outside DPCs and interrupts; the next test counts them.
            assertThat(ours.put(SAMPLE, 6320)).isEqualTo(79_528);
        }
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void hasAsManySamplesOutsideIdleAsTraceEvent() throws IOException {
        RealTraces.assumeThere();
        int[] busy = new int[1];
        RealTraces.visit("net.4.5.2.x64.etl.zip", (event, type, layout) -> {
            if (SAMPLE.equals(layout.provider() + "/" + layout.eventName())) {
                busy[0] += isIdle(layout.payload(event)) ? 0 : 1;
            }
        });

        assertThat(busy[0]).isEqualTo(counts("net.4.5.2.x64.etl.zip").get(SAMPLE));
    }

    /** A sample of thread 0 outside DPCs and interrupts. */
    private static boolean isIdle(Map<String, Object> sample) {
        return Objects.equals(sample.get("ThreadID"), 0L)
                && sample.get("Flags") instanceof Long flags
                && (flags & 3) == 0;
    }

    private static Map<String, Integer> counts(String file) throws IOException {
        String baseline = file.substring(0, file.indexOf(".etl")) + ".baseline.txt";
        Map<String, Integer> counts = new TreeMap<>();
        for (String line : Files.readAllLines(RealTraces.FOLDER.resolve(baseline))) {
            if (line.startsWith("COUNT ")) {
                int colon = line.lastIndexOf(':');
                counts.put(line.substring("COUNT ".length(), colon), Integer.valueOf(line.substring(colon + 1)));
            }
        }
        return counts;
    }
}
