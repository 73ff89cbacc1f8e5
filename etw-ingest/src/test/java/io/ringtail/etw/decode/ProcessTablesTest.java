package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.decode.WrittenTrace.Read;
import io.ringtail.etw.schema.BuiltInEvents;
import io.ringtail.etw.schema.ProviderSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of processes and web servers of which no trace has a schema: heaps, critical sections, thread pools, IIS, ASP.NET. */
class ProcessTablesTest {
    private static final UUID HEAP = UUID.fromString("222962ab-6180-4b88-a825-346b75f2a24a");
    private static final UUID CRITICAL_SECTION = UUID.fromString("3ac66736-cc59-4cff-8115-8df50e39816b");
    private static final UUID THREAD_POOL = UUID.fromString("c861d0e2-a2c1-4d36-9f9c-970bab943a12");
    private static final UUID IIS_GENERAL = UUID.fromString("d42cf7ef-de92-473e-8b6c-621ea663113a");
    private static final UUID IIS_NOTIFICATION = UUID.fromString("002e91e3-e7ae-44ab-8e07-99230ffa6ade");
    private static final UUID IIS_AUTHENTICATION = UUID.fromString("c33bbe8f-985b-4080-81e6-005f1a06b9e2");
    private static final UUID ASP_NET = UUID.fromString("06a01367-79d3-4594-8eb3-c721603c4679");
    private static final UUID CONTEXT = UUID.fromString("80000012-0001-fe00-b63f-84710c7967bb");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void readsHeapsOfProcesses(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        trace.kernel(HEAP, 0x10, 32, 0, trace.payload().pointer(0x1000).int32(2));
        trace.kernel(
                HEAP,
                0x10,
                33,
                0,
                trace.payload().pointer(0x1000).pointer(48).pointer(0x1230).int32(2));
        trace.kernel(
                HEAP,
                0x10,
                34,
                0,
                trace.payload()
                        .pointer(0x1000)
                        .pointer(0x1400)
                        .pointer(0x1230)
                        .pointer(96)
                        .pointer(48)
                        .int32(3));
        trace.kernel(
                HEAP,
                0x10,
                36,
                2,
                trace.payload().pointer(0x1000).pointer(0x1400).int32(7).int32(0));
        trace.kernel(
                HEAP,
                0x10,
                37,
                0,
                trace.payload()
                        .pointer(0x1000)
                        .pointer(1)
                        .pointer(2)
                        .pointer(3)
                        .pointer(4)
                        .pointer(5)
                        .int32(6));
        trace.classic(
                HEAP,
                38,
                0,
                trace.payload().pointer(0x1000).pointer(3).pointer(4).pointer(5).int32(2));
        trace.classic(
                HEAP,
                42,
                0,
                trace.payload()
                        .pointer(0x1000)
                        .pointer(1)
                        .pointer(2)
                        .pointer(3)
                        .pointer(4)
                        .pointer(5)
                        .int32(6));
        trace.classic(HEAP, 35, 0, trace.payload().pointer(0x1000));
        trace.classic(HEAP, 46, 0, trace.payload().pointer(0x1000));

        List<Read> events = trace.read(folder);

        assertThat(lines(events))
                .containsExactly(
                        "HeapTraceProvider/HeapTrace/Create {HeapHandle=4096, HeapFlags=2}",
                        "HeapTraceProvider/HeapTrace/Alloc"
                                + " {HeapHandle=4096, AllocSize=48, AllocAddress=4656, SourceID=LowFragmentation}",
                        "HeapTraceProvider/HeapTrace/ReAlloc {HeapHandle=4096, NewAllocAddress=5120,"
                                + " OldAllocAddress=4656, NewAllocSize=96, OldAllocSize=48, SourceID=MainPath}",
                        "HeapTraceProvider/HeapTrace/Free"
                                + " {HeapHandle=4096, FreeAddress=5120, SourceID=7, Reserved=00000000}",
                        "HeapTraceProvider/HeapTrace/Expand {HeapHandle=4096, CommittedSize=1, CommitAddress=2,"
                                + " FreeSpace=3, CommittedSpace=4, ReservedSpace=5, NoOfUCRs=6}",
                        "HeapTraceProvider/HeapTrace/SnapShot {HeapHandle=4096, FreeSpace=3, CommittedSpace=4,"
                                + " ReservedSpace=5, HeapFlags=2}",
                        "HeapTraceProvider/HeapTrace/Contract {HeapHandle=4096, DeCommittedSize=1,"
                                + " DeCommitAddress=2, FreeSpace=3, CommittedSpace=4, ReservedSpace=5, NoOfUCRs=6}",
                        "HeapTraceProvider/HeapTrace/Destroy {HeapHandle=4096}",
                        "HeapTraceProvider/HeapTrace/Walk {HeapHandle=4096}");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8})
    void readsCriticalSectionsAndThreadPools(int pointerBytes) throws IOException {
        WrittenTrace trace = new WrittenTrace(pointerBytes);
        trace.kernel(
                CRITICAL_SECTION,
                0x17,
                34,
                0,
                trace.payload().int32(-6).int32(4000).pointer(44).pointer(0x7000));
        trace.classic(CRITICAL_SECTION, 35, 0, trace.payload().pointer(4000).pointer(0x7000));
        trace.kernel(
                THREAD_POOL,
                0x1C,
                32,
                0,
                trace.payload().pointer(1).pointer(2).pointer(3).pointer(4).pointer(5));
        trace.classic(THREAD_POOL, 35, 0, trace.payload().pointer(2));
        trace.classic(THREAD_POOL, 36, 0, trace.payload().pointer(2).int32(9));
        trace.classic(THREAD_POOL, 40, 0, trace.payload().pointer(1).int32(512));

        assertThat(lines(trace.read(folder)))
                .containsExactly(
                        "CritSecTraceProvider/CritSecTrace/Collision"
                                + " {LockCount=-6, SpinCount=4000, OwningThread=44, CritSecAddr=28672}",
                        "CritSecTraceProvider/CritSecTrace/Initialize {SpinCount=4000, CritSecAddr=28672}",
                        "ThreadPool/ThreadPoolTrace/CBEnqueue {PoolID=1, TaskID=2, CallbackFunction=3,"
                                + " CallbackContext=4, SubProcessTag=5}",
                        "ThreadPool/ThreadPoolTrace/CBStop {TaskID=2}",
                        "ThreadPool/ThreadPoolTrace/CBCancel {TaskID=2, CancelCount=9}",
                        "ThreadPool/ThreadPoolTrace/ThreadMaxSet {PoolID=1, ThreadNum=512}");
    }

    @Test
    void readsRequestsOfIis() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        trace.classic(
                IIS_GENERAL,
                1,
                1,
                trace.payload()
                        .guid(CONTEXT)
                        .int32(1)
                        .utf16("DefaultAppPool")
                        .int64(0xF0)
                        .int64(0)
                        .utf16("http://shop:80/cart?id=1")
                        .utf8("GET"));
        trace.classic(
                IIS_NOTIFICATION,
                2,
                1,
                trace.payload()
                        .guid(CONTEXT)
                        .utf16("ManagedPipelineHandler")
                        .int32(128)
                        .bool32(false)
                        .int32(2));
        trace.classic(
                IIS_AUTHENTICATION,
                11,
                1,
                trace.payload()
                        .guid(CONTEXT)
                        .int32(1)
                        .bool32(false)
                        .utf16("")
                        .utf16("")
                        .int32(2));
        trace.classic(
                IIS_NOTIFICATION,
                16,
                1,
                trace.payload()
                        .guid(CONTEXT)
                        .utf16("RewriteModule")
                        .int32(1)
                        .int32(500)
                        .utf8("Größe")
                        .int16(19)
                        .int32(5)
                        .utf16(""));
        trace.classic(
                IIS_GENERAL,
                2,
                1,
                trace.payload().guid(CONTEXT).int32(512).int32(99).int32(500).int16(19));
        trace.classic(IIS_GENERAL, 2, 0, trace.payload().int64(77).int32(512));

        String context = "{ContextId=80000012-0001-fe00-b63f-84710c7967bb, ";
        assertThat(lines(trace.read(folder)))
                .containsExactly(
                        "IIS_Trace/IISGeneral/GENERAL_REQUEST_START " + context + "SiteId=1, AppPoolId=DefaultAppPool,"
                                + " ConnId=240, RawConnId=0, RequestURL=http://shop:80/cart?id=1, RequestVerb=GET}",
                        "IIS_Trace/IISRequestNotification/NOTIFY_MODULE_END " + context
                                + "ModuleName=ManagedPipelineHandler, Notification=EXECUTE_REQUEST_HANDLER,"
                                + " fIsPostNotificationEvent=false, NotificationStatus=NOTIFICATION_FINISH_REQUEST}",
                        "IIS_Trace/IISAuthentication/AUTH_SUCCEEDED " + context + "AuthType=Anonymous,"
                                + " NTLMUsed=false, RemoteUserName=, AuthUserName=,"
                                + " TokenImpersonationLevel=ImpersonationImpersonate}",
                        "IIS_Trace/IISRequestNotification/MODULE_SET_RESPONSE_ERROR_STATUS " + context
                                + "ModuleName=RewriteModule, Notification=BEGIN_REQUEST, HttpStatus=500,"
                                + " HttpReason=Größe, HttpSubStatus=19, ErrorCode=5, ConfigExceptionInfo=}",
                        "IIS_Trace/IISGeneral/GENERAL_REQUEST_END " + context
                                + "BytesSent=512, BytesReceived=99, HttpStatus=500, HttpSubStatus=19}",
                        "IIS_Trace/IISGeneral/GENERAL_REQUEST_END {RequestId=77, BytesSent=512}");
    }

    @Test
    void readsRequestsOfAspNet() throws IOException {
        WrittenTrace trace = new WrittenTrace(8);
        trace.classic(
                ASP_NET,
                1,
                0,
                trace.payload()
                        .int64(0xF0)
                        .guid(CONTEXT)
                        .utf8("GET")
                        .utf8("/straße.aspx")
                        .utf8("id=1"));
        trace.classic(
                ASP_NET,
                46,
                0,
                trace.payload()
                        .int64(0xF0)
                        .guid(CONTEXT)
                        .utf16("Sql")
                        .utf16("ann")
                        .utf16("admin")
                        .utf16("no"));
        trace.classic(
                ASP_NET, 60, 0, trace.payload().guid(CONTEXT).utf16("/a.aspx").utf16("loaded"));
        trace.classic(ASP_NET, 2, 0, trace.payload().int64(0xF0).guid(CONTEXT));

        String context = "ContextId=80000012-0001-fe00-b63f-84710c7967bb";
        assertThat(lines(trace.read(folder)))
                .containsExactly(
                        "AspNetTrace/AspNetReq/Start {ConnID=240, " + context
                                + ", Method=GET, Path=/straße.aspx, QueryString=id=1}",
                        "AspNetTrace/AspNetReq/RoleManagerIsUserInRole {ConnID=240, " + context
                                + ", Provider=Sql, User=ann, Role=admin, Status=no}",
                        "AspNetTrace/AspNetReq/TraceContextWrite {" + context + ", Uri=/a.aspx, TraceWriteMsg=loaded}",
                        "AspNetTrace/AspNetReq/Stop {ConnID=240, " + context + "}");
    }

    /** A name without fields is an event that nobody can read. */
    @Test
    void knowsTheFieldsOfAllEventsThatItNames() {
        Set<String> providers =
                Set.of("HeapTraceProvider", "CritSecTraceProvider", "ThreadPool", "IIS_Trace", "AspNetTrace");
        List<ProviderSchema> known = BuiltInEvents.all().describe().stream()
                .filter(provider -> providers.contains(provider.name()))
                .toList();

        assertThat(known).hasSize(3 + 12 + 1);
        assertThat(known.stream().flatMap(ProcessTablesTest::withoutFields)).isEmpty();
    }

    private static Stream<String> withoutFields(ProviderSchema provider) {
        return provider.events().stream()
                .filter(event -> event.schema().fields().isEmpty())
                .map(event -> provider.name() + " " + event.name());
    }

    private static List<String> lines(List<Read> events) {
        assertThat(events).allSatisfy(event -> assertThat(event.problem()).isEmpty());
        return events.stream().map(event -> event.name() + " " + event.fields()).toList();
    }
}
