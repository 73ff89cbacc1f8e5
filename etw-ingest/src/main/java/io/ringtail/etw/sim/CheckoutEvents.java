package io.ringtail.etw.sim;

import io.ringtail.etw.write.EventSourceManifest;
import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.etw.write.ProviderIdentity;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import java.io.IOException;
import java.util.UUID;

/** The service's own provider, a .NET EventSource: its manifest stands in the trace, once for each process. */
final class CheckoutEvents {
    static final ProviderIdentity PROVIDER = ProviderIdentity.named("Contoso-Checkout");

    private static final int START = 1;
    private static final int STOP = 2;
    private static final int REQUEST_TASK = 65533;
    private static final int DOWNSTREAM_TASK = 65531;
    private static final int REQUESTS = 0x1;
    private static final int DOWNSTREAM = 0x2;
    private static final EventType REQUEST_START = type(1, START, REQUEST_TASK, REQUESTS);
    private static final EventType REQUEST_STOP = type(2, STOP, REQUEST_TASK, REQUESTS);
    private static final EventType DOWNSTREAM_START = type(3, START, DOWNSTREAM_TASK, DOWNSTREAM);
    private static final EventType DOWNSTREAM_STOP = type(4, STOP, DOWNSTREAM_TASK, DOWNSTREAM);
    private static final EventType MANIFEST = EventSourceManifest.type(TraceOutput.POINTER_BYTES, PROVIDER.guid());

    private static final String REQUEST_DATA = """
                <data name="requestId" inType="win:Int64"/>
                <data name="url" inType="win:UnicodeString"/>
                <data name="version" inType="win:UnicodeString"/>
                <data name="tenant" inType="win:UnicodeString"/>
            """;
    private static final String MANIFEST_XML =
            """
            <instrumentationManifest xmlns="http://schemas.microsoft.com/win/2004/08/events">
             <instrumentation xmlns:win="http://manifests.microsoft.com/win/2004/08/windows/events">
              <events xmlns="http://schemas.microsoft.com/win/2004/08/events">
               <provider name="%s" guid="{%s}" resourceFileName="checkout.dll" messageFileName="checkout.dll" symbol="ContosoCheckout">
                <keywords>
                 <keyword name="Requests" mask="0x1" symbol="Requests"/>
                 <keyword name="Downstream" mask="0x2" symbol="Downstream"/>
                </keywords>
                <tasks>
                 <task name="Downstream" value="65531"/>
                 <task name="Request" value="65533"/>
                 <task name="EventSourceMessage" value="65534"/>
                </tasks>
                <events>
                 <event value="1" version="0" level="win:Informational" opcode="win:Start" symbol="RequestStart" message="$(string.event_RequestStart)" keywords="Requests" task="Request" template="RequestStartArgs"/>
                 <event value="2" version="0" level="win:Informational" opcode="win:Stop" symbol="RequestStop" message="$(string.event_RequestStop)" keywords="Requests" task="Request" template="RequestStopArgs"/>
                 <event value="3" version="0" level="win:Informational" opcode="win:Start" symbol="DownstreamStart" message="$(string.event_DownstreamStart)" keywords="Downstream" task="Downstream" template="DownstreamStartArgs"/>
                 <event value="4" version="0" level="win:Informational" opcode="win:Stop" symbol="DownstreamStop" message="$(string.event_DownstreamStop)" keywords="Downstream" task="Downstream" template="DownstreamStopArgs"/>
                </events>
                <templates>
                 <template tid="RequestStartArgs">
            %s     </template>
                 <template tid="RequestStopArgs">
            %s        <data name="statusCode" inType="win:Int32"/>
                    <data name="durationMs" inType="win:Double"/>
                 </template>
                 <template tid="DownstreamStartArgs">
                    <data name="requestId" inType="win:Int64"/>
                    <data name="dependency" inType="win:UnicodeString"/>
                 </template>
                 <template tid="DownstreamStopArgs">
                    <data name="requestId" inType="win:Int64"/>
                    <data name="dependency" inType="win:UnicodeString"/>
                    <data name="resultCode" inType="win:Int32"/>
                 </template>
                </templates>
               </provider>
              </events>
             </instrumentation>
             <localization>
              <resources culture="en-US">
               <stringTable>
                <string id="event_RequestStart" value="Request %%1 for %%4: %%2 on %%3"/>
                <string id="event_RequestStop" value="Request %%1 for %%4: %%2 on %%3 gave %%5 after %%6 ms"/>
                <string id="event_DownstreamStart" value="Request %%1 calls %%2"/>
                <string id="event_DownstreamStop" value="Request %%1 called %%2: %%3"/>
               </stringTable>
              </resources>
             </localization>
            </instrumentationManifest>
            """.formatted(PROVIDER.name(), PROVIDER.guid(), REQUEST_DATA, REQUEST_DATA);

    private final TraceOutput out;

    CheckoutEvents(TraceOutput out) {
        this.out = out;
    }

    /** What an EventSource writes before its first event in a process. */
    void manifest(long ticks, SimulatedProcess process) throws IOException {
        for (byte[] payload : EventSourceManifest.payloads(MANIFEST_XML, EventSourceManifest.USUAL_CHUNK_BYTES)) {
            out.begin(0, process.pid(), process.firstTid()).raw(payload);
            out.end(MANIFEST, ticks);
        }
    }

    void requestStart(long ticks, int cpu, Request request) throws IOException {
        request.writeTo(begin(cpu, request));
        out.activity(request.activity());
        out.end(REQUEST_START, ticks);
    }

    /** The last event of a request; a failed one on the canary tells where it failed. */
    void requestStop(long ticks, int cpu, Request request) throws IOException {
        request.writeTo(begin(cpu, request)).int32(request.statusCode()).float64(request.durationMilliseconds());
        out.activity(request.activity());
        if (request.failed() && request.onCanary()) {
            out.stack(request.process().failureStack());
        }
        out.end(REQUEST_STOP, ticks);
    }

    void downstreamStart(long ticks, int cpu, Request request, UUID activity) throws IOException {
        begin(cpu, request).int64(request.id()).utf16(request.dependency());
        out.activity(activity).relatedActivity(request.activity());
        out.end(DOWNSTREAM_START, ticks);
    }

    void downstreamStop(long ticks, int cpu, Request request, UUID activity) throws IOException {
        begin(cpu, request).int64(request.id()).utf16(request.dependency()).int32(request.failed() ? 504 : 200);
        out.activity(activity);
        out.end(DOWNSTREAM_STOP, ticks);
    }

    private PayloadBuilder begin(int cpu, Request request) {
        return out.begin(cpu, request.process().pid(), request.tid());
    }

    private static EventType type(int id, int opcode, int task, long keyword) {
        return new EventType(
                HeaderKind.EVENT,
                TraceOutput.POINTER_BYTES,
                PROVIDER.guid(),
                id,
                0,
                0,
                4,
                opcode,
                task,
                keyword,
                EventType.NO_TRACE_LOGGING);
    }
}
