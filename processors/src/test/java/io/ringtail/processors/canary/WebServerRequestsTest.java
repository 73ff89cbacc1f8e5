package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.write.BufferOptions;
import io.ringtail.etw.write.EtlOptions;
import io.ringtail.etw.write.EtlWriter;
import io.ringtail.etw.write.EventSourceManifest;
import io.ringtail.etw.write.HostFacts;
import io.ringtail.etw.write.KernelEvent;
import io.ringtail.etw.write.KernelPayload;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.etw.write.ProviderIdentity;
import io.ringtail.etw.write.SecurityId;
import io.ringtail.etw.write.SessionFacts;
import io.ringtail.processors.canary.proto.Judged;
import io.ringtail.processors.host.ControlScan;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest strategy measures what web servers tell; field names are those of their own manifests. */
class WebServerRequestsTest {
    private static final String MINIMAL = "{\"version\":\"v1.2\",\"weight\":15,\"rollbackOn5xxRate\":0.03}";
    private static final long START = Ticks.of(Instant.parse("2026-03-01T10:00:00Z"));
    private static final int REQUESTS = 1_600;
    private static final ProviderIdentity IIS = new ProviderIdentity(
            "Microsoft-Windows-IIS-Logging", UUID.fromString("7e8ad27f-b271-4ea2-a783-a47bde29143b"), Optional.empty());
    private static final ProviderIdentity HTTP = new ProviderIdentity(
            "Microsoft-Windows-HttpService", UUID.fromString("dd5ef90a-6398-47a4-ad34-4dcecdef795f"), Optional.empty());
    private static final ProviderIdentity HOSTING = ProviderIdentity.named("Microsoft.AspNetCore.Hosting");

    @TempDir
    private Path folder;

    @Test
    void iisTellsOfAVersionBySiteHostOrCustomField() throws Exception {
        List<Judged> judged = judge(MINIMAL, trace -> {
            trace.manifest(IIS, "IIS", new Template(List.of(6200), """
                    <data name="EnabledFieldsFlags" inType="win:UInt32"/>
                    <data name="s-sitename" inType="win:UnicodeString"/>
                    <data name="sc-status" inType="win:UInt16"/>
                    <data name="time-taken" inType="win:UInt32"/>
                    <data name="s-port" inType="win:UInt16"/>
                    <data name="cs-host" inType="win:AnsiString"/>
                    <data name="CustomFields" inType="win:UnicodeString"/>
                    """));
            for (int i = 0; i < REQUESTS; i++) {
                boolean trial = i % 2 == 0;
                trace.begin(4)
                        .int32(0)
                        .utf16("W3SVC2")
                        .int16(status(i))
                        .int32(trial ? 80 : 20)
                        .int16(443)
                        .utf8(trial ? "v1-2.checkout.contoso.com" : "checkout.contoso.com")
                        .utf16("-");
                trace.end(IIS, 6200, at(i));
            }
        });

        assertSum(judged, 800, 80, 800, 0);
        assertThat(highestP95(judged)).isBetween(79.0, 84.0);
        assertThat(Files.readString(folder.resolve("strategies/checkout.json"))).contains("\"rollback\":true");
    }

    @Test
    void aRequestWhoseStatusCannotBeReadCountsNot() throws Exception {
        List<Judged> judged = judge(MINIMAL, trace -> {
            trace.manifest(IIS, "IIS", new Template(List.of(6200), """
                    <data name="sc-status" inType="win:UnicodeString"/>
                    <data name="cs-host" inType="win:AnsiString"/>
                    """));
            for (int i = 0; i < REQUESTS; i++) {
                String status = i % 8 == 0 ? "-" : i % 8 == 2 ? "" : i % 8 == 4 ? "503" : "200";
                trace.begin(4).utf16(status).utf8(i % 2 == 0 ? "checkout-v1.2" : "checkout");
                trace.end(IIS, 6200, at(i));
            }
        });

        assertSum(judged, 400, 200, 800, 0);
    }

    @Test
    void httpSysTellsOfAVersionByTheApplicationPoolInTwoEvents() throws Exception {
        List<Judged> judged = judge(MINIMAL, this::httpSys);

        assertSum(judged, 800, 80, 800, 0);
        assertThat(highestP95(judged)).isBetween(50.0, 52.0);
    }

    @Test
    void aspNetCoreTellsOfAVersionByItsProcessAndOfFailuresByExceptions() throws Exception {
        List<Judged> judged = judge(MINIMAL, trace -> {
            trace.process(10, "checkout.exe", "\"D:\\apps\\checkout\\v1.2\\checkout.exe\" --urls http://*:8081");
            trace.process(11, "w3wp.exe", "w3wp.exe -ap \"checkout\" -v \"v4.0\"");
            trace.process(12, "cart.exe", "D:\\apps\\cart\\v1.2\\cart.exe");
            trace.manifest(HOSTING, "Request", new Template(List.of(3), """
                    <data name="method" inType="win:UnicodeString"/>
                    <data name="path" inType="win:UnicodeString"/>
                    """), new Template(List.of(4, 5), ""));
            for (int i = 0; i < REQUESTS; i++) {
                for (int pid : i % 2 == 0 ? new int[] {10, 12} : new int[] {11, 12}) {
                    UUID activity = new UUID(pid, i + 1);
                    trace.begin(pid).utf16("GET").utf16("/checkout/v1.2/pay");
                    trace.activity(activity).end(HOSTING, 3, at(i));
                    if (status(i) >= 500) {
                        trace.begin(pid);
                        trace.activity(activity).end(HOSTING, 5, at(i) + 10 * Ticks.PER_MILLISECOND);
                    }
                    trace.begin(pid);
                    trace.activity(activity).end(HOSTING, 4, at(i) + 30 * Ticks.PER_MILLISECOND);
                }
            }
        });

        assertSum(judged, 800, 80, 800, 0);
        assertThat(highestP95(judged)).isBetween(29.0, 31.5);
    }

    /** All of one machine at once: each request is told three times and counts once. */
    @Test
    void requestsThatSeveralTellOfCountOnce() throws Exception {
        List<Judged> judged = judge(MINIMAL, trace -> {
            httpSys(trace);
            trace.manifest(IIS, "IIS", new Template(List.of(6200), """
                    <data name="sc-status" inType="win:UInt16"/>
                    <data name="cs-host" inType="win:AnsiString"/>
                    """));
            for (int i = 0; i < REQUESTS; i++) {
                trace.begin(4).int16(status(i)).utf8(i % 2 == 0 ? "checkout-v1.2" : "checkout");
                trace.end(IIS, 6200, at(i) + 200 * Ticks.PER_MILLISECOND);
            }
        });

        assertSum(judged, 800, 80, 800, 0);
    }

    @Test
    void aMappingJoinsWhatItIsToldToAndLeavesOutWhatItDoesNotWant() throws Exception {
        String mapped = MINIMAL.replace("}", ",\"requests\":" + """
                {"event":["Microsoft-Windows-HttpService/HTTP/RecvResp","Microsoft-Windows-HttpService/EventID(8)"],
                 "start":"Microsoft-Windows-HttpService/EventID(3)","id":"RequestId","status":"StatusCode",
                 "version":["Url"],"versionFrom":"name","versions":{"8081":"v1.2","8080":"v1.1"},
                 "where":{"SiteId":2,"Verb":["GET","POST"]}}}""");

        List<Judged> judged = judge(mapped, this::httpSys);

        assertSum(judged, 800, 80, 800, 0);
        assertThat(judge(mapped.replace("\"SiteId\":2", "\"SiteId\":[3,4]"), this::httpSys))
                .allSatisfy(window -> assertThat(window.getRequests()).isZero());
        assertThat(judge(mapped.replace("\"SiteId\":2", "\"NoSuchField\":2"), this::httpSys))
                .allSatisfy(window -> assertThat(window.getRequests()).isZero());
    }

    private void httpSys(Trace trace) {
        trace.manifest(HTTP, "HTTP", new Template(List.of(3), """
                <data name="RequestObj" inType="win:Pointer"/>
                <data name="RequestId" inType="win:UInt64"/>
                <data name="SiteId" inType="win:UInt32"/>
                <data name="RequestQueueName" inType="win:UnicodeString"/>
                <data name="Url" inType="win:UnicodeString"/>
                <data name="Status" inType="win:UInt32"/>
                """), new Template(List.of(4, 8), """
                <data name="RequestId" inType="win:UInt64"/>
                <data name="ConnectionId" inType="win:UInt64"/>
                <data name="StatusCode" inType="win:UInt16"/>
                <data name="Verb" inType="win:AnsiString"/>
                """));
        for (int i = 0; i < REQUESTS; i++) {
            boolean trial = i % 2 == 0;
            String port = trial ? "8081" : "8080";
            trace.begin(4)
                    .int64(0)
                    .int64(-i - 1)
                    .int32(2)
                    .utf16(trial ? "checkout-v1.2" : "checkout")
                    .utf16("http://shop:" + port + "/checkout/v1.2?next=v1.2")
                    .int32(0);
            trace.end(HTTP, 3, at(i));
            trace.begin(trial ? 10 : 11).int64(-i - 1).int64(1).int16(status(i)).utf8("GET");
            trace.end(HTTP, i % 4 == 0 ? 4 : 8, at(i) + 50 * Ticks.PER_MILLISECOND);
        }
    }

    private static int status(int request) {
        return request % 20 == 0 ? 503 : request % 3 == 0 ? 404 : 200;
    }

    private static long at(int request) {
        return START + Ticks.PER_SECOND + request * 100L * Ticks.PER_MILLISECOND;
    }

    private static void assertSum(List<Judged> judged, long requests, long failures, long stable, long stableFailures) {
        assertThat(judged.stream().mapToLong(Judged::getRequests).sum()).isEqualTo(requests);
        assertThat(judged.stream().mapToLong(Judged::getFailures).sum()).isEqualTo(failures);
        assertThat(judged.stream().mapToLong(Judged::getStableRequests).sum()).isEqualTo(stable);
        assertThat(judged.stream().mapToLong(Judged::getStableFailures).sum()).isEqualTo(stableFailures);
    }

    private static double highestP95(List<Judged> judged) {
        return judged.stream().mapToDouble(Judged::getP95Ms).max().orElse(-1);
    }

    /** Events that have the same fields. */
    private record Template(List<Integer> ids, String fields) {}

    private interface Story {
        void tell(Trace trace);
    }

    private List<Judged> judge(String strategy, Story story) throws Exception {
        Path here = Files.createDirectories(Files.createTempDirectory(folder, "run"));
        Path strategies = Files.createDirectories(folder.resolve("strategies"));
        Files.writeString(strategies.resolve("checkout.json"), strategy);
        try (Trace trace = new Trace(here.resolve("trace.etl"))) {
            story.tell(trace);
        }
        Recorder.record(here.resolve("trace.etl"), here.resolve("journal"), strategies, () -> {});
        List<Judged> judged = new ArrayList<>();
        try (Journal journal = Journal.open(here.resolve("journal"))) {
            ControlScan.run(
                    journal,
                    0,
                    type -> CanaryEvents.PROVIDER.has(type, CanaryEvents.JUDGED),
                    (type, event) -> judged.add(Judged.parseFrom(event.payload())));
        }
        return judged;
    }

    /** A trace that is written event by event, in any order. */
    private static final class Trace implements AutoCloseable {
        private static final int POINTER_BYTES = 8;
        private final Clock clock = EtlOptions.qpc(Ticks.PER_DAY, START);
        private final EtlWriter writer;
        private final List<Written> written = new ArrayList<>();
        private EventRecord record = new EventRecord();
        private PayloadBuilder payload = new PayloadBuilder(POINTER_BYTES);

        private record Written(EventType type, long ticks, EventRecord event) {}

        Trace(Path file) throws IOException {
            HostFacts host =
                    new HostFacts(POINTER_BYTES, 10, 0, 20348, 3000, START - Ticks.PER_DAY, HostFacts.ZoneFacts.UTC);
            SessionFacts session = SessionFacts.named("Web", "C:\\web.etl")
                    .withLayout(2, 0)
                    .withMode(SessionFacts.SEQUENTIAL | SessionFacts.SYSTEM_LOGGER)
                    .withEnd(START + 10 * 60 * Ticks.PER_SECOND);
            writer = EtlWriter.create(
                    file, new EtlOptions(new BufferOptions(1 << 16, 2, true, true), clock, host, session));
        }

        void manifest(ProviderIdentity provider, String task, Template... templates) {
            StringBuilder events = new StringBuilder();
            StringBuilder data = new StringBuilder();
            for (Template template : templates) {
                String name = "T" + template.ids().getFirst();
                boolean hasFields = !template.fields().isEmpty();
                if (hasFields) {
                    data.append("<template tid=\"" + name + "\">" + template.fields() + "</template>");
                }
                for (int id : template.ids()) {
                    events.append("<event value=\"" + id + "\" version=\"0\" level=\"win:Informational\" task=\"" + task
                            + "\" symbol=\"E" + id + "\"" + (id == 4 ? " opcode=\"RecvResp\"" : "")
                            + (hasFields ? " template=\"" + name + "\"" : "") + "/>");
                }
            }
            String xml = """
                    <instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
                    <instrumentation xmlns:win="http://manifests.microsoft.com/win/2004/08/windows/events">
                    <events xmlns="http://schemas.microsoft.com/win/2004/08/events">
                    <provider name="%s" guid="{%s}" resourceFileName="x" messageFileName="x" symbol="X">
                    <tasks><task name="%s" value="1"/></tasks>
                    <opcodes><opcode name="RecvResp" value="14"/></opcodes>
                    <events>%s</events>
                    <templates>%s</templates>
                    </provider></events></instrumentation></instrumentationManifest>
                    """.formatted(provider.name(), provider.guid(), task, events, data);
            for (byte[] chunk : EventSourceManifest.payloads(xml, EventSourceManifest.USUAL_CHUNK_BYTES)) {
                begin(4).raw(chunk);
                end(EventSourceManifest.type(POINTER_BYTES, provider.guid()), START);
            }
        }

        void process(int pid, String image, String commandLine) {
            KernelPayload facts = new KernelPayload.ProcessFacts(
                    pid, pid, 4, 0, 0, 0, 0, SecurityId.LOCAL_SYSTEM.bytes(), image, commandLine, "", "");
            facts.writeTo(begin(pid));
            end(KernelEvent.PROCESS_RUNDOWN_START.type(POINTER_BYTES), START);
        }

        PayloadBuilder begin(int pid) {
            record = new EventRecord();
            payload = new PayloadBuilder(POINTER_BYTES);
            record.pid = pid;
            record.tid = 1;
            return payload;
        }

        Trace activity(UUID id) {
            PayloadBuilder bytes = new PayloadBuilder(POINTER_BYTES).guid(id);
            record.extended.add(ExtendedItems.ACTIVITY_ID, bytes.bytes(), 0, bytes.length());
            return this;
        }

        void end(ProviderIdentity provider, int id, long ticks) {
            int opcode = id == 4 ? 14 : 0;
            end(
                    new EventType(
                            HeaderKind.EVENT,
                            POINTER_BYTES,
                            provider.guid(),
                            id,
                            0,
                            0,
                            4,
                            opcode,
                            1,
                            0,
                            EventType.NO_TRACE_LOGGING),
                    ticks);
        }

        private void end(EventType type, long ticks) {
            payload.into(record);
            written.add(new Written(type, ticks, record));
        }

        @Override
        public void close() throws IOException {
            written.sort(Comparator.comparingLong(Written::ticks));
            for (Written one : written) {
                writer.write(one.type(), clock.raw0() + one.ticks() - clock.startTicks(), one.event());
            }
            writer.close();
        }
    }
}
