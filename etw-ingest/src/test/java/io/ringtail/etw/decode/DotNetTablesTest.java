package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.BuiltInEvents;
import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Events of the .NET runtime in traces that have no schema for them. */
class DotNetTablesTest {
    private static final UUID RUNTIME = UUID.fromString("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");
    private static final UUID RUNDOWN = UUID.fromString("a669021c-c450-4609-a035-5af59af4df18");

    @Test
    void readsHowExceptionsAreHandled() {
        byte[] handler =
                Bytes.of().u64(0x1000).u64(0x2000).utf16("void ()").u16(6).bytes();

        assertThat(Recorded.layout(Recorded.manifest(RUNTIME, 252, 0, 1)).eventName())
                .isEqualTo("ExceptionFinally/Start");
        assertThat(payload(RUNTIME, 252, 0, handler))
                .isEqualTo("{EntryEIP=4096, MethodID=8192, MethodName=void (), ClrInstanceID=6}");
        assertThat(payload(RUNTIME, 256, 0, new byte[0])).isEqualTo("{}");
        assertThat(payload(RUNTIME, 200, 0, Bytes.of().u64(64).u16(6).bytes()))
                .isEqualTo("{BytesAllocated=64, ClrInstanceID=6}");
    }

    @Test
    void readsStructuresWithArraysOfTheirOwn() {
        byte[] payload = Bytes.of()
                .u32(2)
                .u16(8)
                .u64(0x1000)
                .u64(0x2000)
                .u32(7)
                .u32(0x108)
                .u8(0x1d)
                .utf16("Order[]")
                .u32(0)
                .u64(0x1100)
                .u64(0x2000)
                .u32(8)
                .u32(0)
                .u8(0x12)
                .utf16("List`1[Order]")
                .u32(2)
                .u64(0x10)
                .u64(0x20)
                .bytes();

        assertThat(payload(RUNTIME, 15, 0, payload))
                .isEqualTo("{Count=2, ClrInstanceID=8, Values=[{TypeID=4096, ModuleID=8192, TypeNameID=7,"
                        + " Flags=Array|ArrayRankBit0, CorElementType=29, Name=Order[], TypeParameterCount=0,"
                        + " TypeParameters=[]}, {TypeID=4352, ModuleID=8192, TypeNameID=8, Flags=None, CorElementType=18,"
                        + " Name=List`1[Order], TypeParameterCount=2, TypeParameters=[16, 32]}]}");
    }

    @Test
    void readsEachVersionAsItIs() {
        byte[] newest = Bytes.of().u8(1).u16(8).u64(0x11).u64(0x22).u64(77).bytes();

        assertThat(payload(RUNTIME, 81, 0, new byte[0])).isEqualTo("{}");
        assertThat(payload(RUNTIME, 81, 1, Bytes.of().u8(0).u16(8).bytes()))
                .isEqualTo("{ContentionFlags=Managed, ClrInstanceID=8}");
        assertThat(payload(RUNTIME, 81, 2, newest))
                .isEqualTo("{ContentionFlags=Native, ClrInstanceID=8, LockID=17, AssociatedObjectID=34,"
                        + " LockOwnerThreadID=77}");
    }

    @Test
    void readsSettingsOfARundown() {
        byte[] payload = Bytes.of()
                .u64(0)
                .u64(85_000)
                .u64(0)
                .u64(0)
                .u64(0)
                .u32(90)
                .u32(0x11)
                .u16(8)
                .bytes();

        assertThat(payload(RUNDOWN, 10, 0, payload))
                .isEqualTo("{HardLimit=0, LOHThreshold=85000, PhysicalMemoryConfig=0, Gen0MinBudgetConfig=0,"
                        + " Gen0MaxBudgetConfig=0, HighMemPercentConfig=90,"
                        + " BitSettings=GCSettingsConcurrent|GCSettingsNoAffinitize, ClrInstanceID=8}");
    }

    /** As in dumps of manifests, which have no texts. */
    @Test
    void namesValuesThatAnImportedManifestDoesNotName() {
        String manifest = "<provider name='Microsoft-Windows-DotNETRuntime' guid='{" + RUNTIME + "}'><templates>"
                + "<template tid='t'><data name='Count' inType='win:UInt32'/>"
                + "<data name='Reason' inType='win:UInt32' map='GCReasonMap'/></template></templates>"
                + "<maps><valueMap name='GCReasonMap'><map value='1' message='$(string.none)'/></valueMap></maps>"
                + "<events><event value='1' version='0' template='t'/></events></provider>";
        Schema imported = new Schema(
                SchemaFormat.MANIFEST.label(),
                Schema.ANY,
                Schema.ANY,
                Schema.Rank.IMPORTED,
                manifest.getBytes(StandardCharsets.UTF_8));
        EtwLayout layout = Recorded.layout(Recorded.manifest(RUNTIME, 1, 0, 0), imported);

        assertThat(layout.payload(Recorded.event(Bytes.of().u32(3).u32(1).bytes()))
                        .toString())
                .isEqualTo("{Count=3, Reason=Induced}");
    }

    /** A name without fields is an event that nobody can read. */
    @Test
    void knowsTheFieldsOfAllEventsThatItNames() {
        List<String> without = BuiltInEvents.all().describe().stream()
                .filter(provider -> provider.name().startsWith("Microsoft-Windows-DotNETRuntime"))
                .flatMap(provider -> provider.events().stream()
                        .filter(event -> event.versions().equals("any")
                                && event.schema().fields().isEmpty())
                        .map(event -> provider.name() + " " + event.id()))
                .toList();

        assertThat(without)
                .containsExactly(
                        "Microsoft-Windows-DotNETRuntime 135", // has none
                        "Microsoft-Windows-DotNETRuntime 136",
                        "Microsoft-Windows-DotNETRuntime 240",
                        "Microsoft-Windows-DotNETRuntime 241",
                        "Microsoft-Windows-DotNETRuntime 242",
                        "Microsoft-Windows-DotNETRuntime 243",
                        "Microsoft-Windows-DotNETRuntime 251",
                        "Microsoft-Windows-DotNETRuntime 253",
                        "Microsoft-Windows-DotNETRuntime 255",
                        "Microsoft-Windows-DotNETRuntime 256");
    }

    private static String payload(UUID provider, int id, int version, byte[] bytes) {
        EtwLayout layout = Recorded.layout(Recorded.manifest(provider, id, version, 0));
        EventView event = Recorded.event(bytes);
        assertThat(layout.problem(event)).as("problem").isEmpty();
        return layout.payload(event).toString();
    }
}
