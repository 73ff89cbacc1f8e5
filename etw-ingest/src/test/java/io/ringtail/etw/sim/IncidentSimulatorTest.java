package io.ringtail.etw.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ringtail.etw.write.ParsedTrace;
import io.ringtail.etw.write.ParsedTrace.ParsedBuffer;
import io.ringtail.etw.write.ParsedTrace.ParsedRecord;
import io.ringtail.ring.event.Guids;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidentSimulatorTest {
    private static final int EVENT64 = 19;
    private static final int SYSTEM64 = 2;
    private static final int HEADER_BYTES = 80;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1_001, 5_000, 54_321})
    void writesAsManyRecordsAsAsked(long events) throws IOException {
        Path file = folder.resolve("incident.etl");

        Summary summary = IncidentSimulator.write(file, 7, events);

        assertThat(parse(file).records()).hasSize((int) events);
        assertThat(summary.events()).isEqualTo(events);
        assertThat(summary.bytes()).isEqualTo(Files.size(file));
    }

    @Test
    void givesTheSameBytesForTheSameSeed() throws IOException {
        Path file = folder.resolve("one.etl");
        Path same = folder.resolve("same.etl");
        Path other = folder.resolve("other.etl");

        IncidentSimulator.write(file, 42, 20_000);
        IncidentSimulator.write(same, 42, 20_000);
        IncidentSimulator.write(other, 43, 20_000);

        assertThat(Files.mismatch(file, same)).isEqualTo(-1);
        assertThat(Files.mismatch(file, other)).isNotEqualTo(-1);
    }

    @Test
    void keepsEveryCpusEventsInOrderWithinTheHalfHour() throws IOException {
        ParsedTrace trace = incident(60_000);

        Map<Integer, Long> last = new HashMap<>();
        for (ParsedRecord record : trace.records()) {
            long raw = record.rawTime();
            assertThat(raw).isGreaterThanOrEqualTo(last.getOrDefault(record.cpu(), 0L));
            last.put(record.cpu(), raw);
        }
        assertThat(last).containsOnlyKeys(0, 1, 2, 3);
        assertThat(trace.buffers().stream().skip(1)).allMatch(ParsedBuffer::isCompressed);
        long first = trace.records().getFirst().rawTime();
        assertThat(last.values()).allMatch(raw -> raw - first <= IncidentSimulator.END - IncidentSimulator.START);
    }

    @Test
    void failsAndSlowsRequestsOnTheCanaryAsTheStorySays() throws IOException {
        ParsedTrace trace = incident(400_000);

        List<RequestStop> stops = requestStops(trace);
        List<RequestStop> stable =
                stops.stream().filter(stop -> stop.version.equals("1.1")).toList();
        List<RequestStop> canary =
                stops.stream().filter(stop -> stop.version.equals("1.2")).toList();
        assertThat(stable.size() + canary.size()).isEqualTo(stops.size());
        assertThat(failureRate(stable)).isCloseTo(IncidentSimulator.STABLE_FAILURE_RATE, within(0.0003));
        assertThat(failureRate(canary)).isCloseTo(IncidentSimulator.CANARY_FAILURE_RATE, within(0.003));
        assertThat(percentile95(stable)).isCloseTo(120, within(1.0));
        assertThat(percentile95(canary)).isCloseTo(360, within(5.0));
        assertThat(canary).noneMatch(stop -> stop.ticks < IncidentSimulator.CANARY_TRAFFIC);
        assertThat(share(stops, IncidentSimulator.CANARY_RAMP + Ticks.PER_SECOND))
                .isCloseTo(0.15, within(0.002));
    }

    @Test
    void countsInTheSummaryWhatIsInTheTrace() throws IOException {
        Path file = folder.resolve("incident.etl");
        Summary summary = IncidentSimulator.write(file, 11, 50_000);

        List<RequestStop> stops = requestStops(parse(file));
        List<RequestStop> canary =
                stops.stream().filter(stop -> stop.version.equals("1.2")).toList();
        assertThat(summary.canaryRequests()).isEqualTo(canary.size());
        assertThat(summary.stableRequests()).isEqualTo(stops.size() - canary.size());
        assertThat(summary.canaryFailureRate()).isEqualTo(failureRate(canary));
        assertThat(summary.stableFailures())
                .isEqualTo(stops.stream().filter(stop -> stop.status >= 500).count() - summary.canaryFailures());
    }

    @Test
    void crashesTheCanaryThreeTimesAndStartsItAgain() throws IOException {
        ParsedTrace trace = incident(1_000);

        List<String> lives = new ArrayList<>();
        for (ParsedRecord record : sorted(trace)) {
            ByteBuffer in = record.in();
            boolean process = record.kindByte() == SYSTEM64 && in.get(7) == 3;
            if (process && (in.get(6) == 1 || in.get(6) == 2) && hasText(record, "checkout.exe")) {
                String what = in.get(6) == 1 ? "start" : "end 0x" + Integer.toHexString(in.getInt(32 + 20));
                lives.add(clock(trace, record) + " " + what + " " + in.getInt(32 + 8));
            }
        }
        assertThat(lives)
                .containsExactly(
                        "2026-03-02T09:10:02.0000000Z start 5824",
                        "2026-03-02T09:18:00.0000000Z end 0xc0000005 5824",
                        "2026-03-02T09:18:02.0000000Z start 6148",
                        "2026-03-02T09:21:30.0000000Z end 0xc0000005 6148",
                        "2026-03-02T09:21:32.0000000Z start 6436",
                        "2026-03-02T09:25:00.0000000Z end 0xc0000005 6436",
                        "2026-03-02T09:25:02.0000000Z start 6612");
    }

    @Test
    void fillsTheDataVolumeToNinetyPercentAtTheTimeItStates() {
        long total = IncidentSimulator.DATA_VOLUME_BYTES;

        assertThat(IncidentSimulator.dataVolumeFree(IncidentSimulator.START)).isEqualTo(total * 4 / 10);
        assertThat(IncidentSimulator.dataVolumeFree(IncidentSimulator.DISK_AT_90_PERCENT))
                .isEqualTo(total / 10);
        assertThat(IncidentSimulator.dataVolumeFree(IncidentSimulator.DISK_FULL))
                .isZero();
        assertThat(IncidentSimulator.dataVolumeFree(IncidentSimulator.END)).isZero();
    }

    @Test
    void refusesAnIncidentTooSmallForItsStory() {
        assertThatThrownBy(() -> IncidentSimulator.write(folder.resolve("small.etl"), 1, 999))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an incident has at least 1000 events, or there is no room for its story; not 999");
        assertThat(folder.resolve("small.etl")).doesNotExist();
    }

    /** What a {@code Request/Stop} tells, read by hand. */
    private record RequestStop(long ticks, String version, int status, double milliseconds) {
        static RequestStop of(ParsedTrace trace, ParsedRecord record) {
            ByteBuffer in = record.in();
            in.position(payloadAt(in) + Long.BYTES);
            text(in);
            String version = text(in);
            text(in);
            return new RequestStop(timeOf(trace, record), version, in.getInt(), in.getDouble());
        }
    }

    private ParsedTrace incident(long events) throws IOException {
        Path file = folder.resolve("incident.etl");
        IncidentSimulator.write(file, 5, events);
        return parse(file);
    }

    private static ParsedTrace parse(Path file) throws IOException {
        return ParsedTrace.of(Files.readAllBytes(file));
    }

    private static List<RequestStop> requestStops(ParsedTrace trace) {
        return trace.records().stream()
                .filter(record -> record.kindByte() == EVENT64)
                .filter(record -> provider(record).equals(CheckoutEvents.PROVIDER.guid()))
                .filter(record -> record.in().getShort(40) == 2)
                .map(record -> RequestStop.of(trace, record))
                .toList();
    }

    private static UUID provider(ParsedRecord record) {
        return Guids.of(record.in().getLong(24), record.in().getLong(32));
    }

    private static int payloadAt(ByteBuffer in) {
        int at = HEADER_BYTES;
        boolean more = (in.getShort(4) & 1) != 0;
        while (more) {
            more = in.getShort(at + 4) != 0;
            at += in.getShort(at);
        }
        return at;
    }

    private static String text(ByteBuffer in) {
        StringBuilder text = new StringBuilder();
        for (char next = in.getChar(); next != 0; next = in.getChar()) {
            text.append(next);
        }
        return text.toString();
    }

    private static boolean hasText(ParsedRecord record, String ascii) {
        return new String(record.bytes(), StandardCharsets.ISO_8859_1).contains(ascii);
    }

    private static List<ParsedRecord> sorted(ParsedTrace trace) {
        return trace.records().stream()
                .sorted((one, other) -> Long.compare(one.rawTime(), other.rawTime()))
                .toList();
    }

    private static long timeOf(ParsedTrace trace, ParsedRecord record) {
        long first = trace.buffers().getFirst().records().getFirst().rawTime();
        return IncidentSimulator.START + record.rawTime() - first;
    }

    private static String clock(ParsedTrace trace, ParsedRecord record) {
        return Ticks.iso(timeOf(trace, record));
    }

    private static double failureRate(List<RequestStop> stops) {
        return (double) stops.stream().filter(stop -> stop.status >= 500).count() / stops.size();
    }

    private static double percentile95(List<RequestStop> stops) {
        double[] sorted =
                stops.stream().mapToDouble(stop -> stop.milliseconds).sorted().toArray();
        return sorted[sorted.length * 95 / 100];
    }

    private static double share(List<RequestStop> stops, long fromTicks) {
        List<RequestStop> later =
                stops.stream().filter(stop -> stop.ticks >= fromTicks).toList();
        return (double) later.stream()
                        .filter(stop -> stop.version.equals("1.2"))
                        .count()
                / later.size();
    }
}
