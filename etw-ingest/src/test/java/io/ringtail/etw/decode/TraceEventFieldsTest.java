package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.source.OpenTraces;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.EventContext;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.NamedNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every EVENT line of what TraceEvent prints for three traces is an event of ours: same name, CPU and payload length, time
 * within a microsecond, and its fields have our names and values. Values are compared by this rule: what the line cuts
 * ("...") up to the cut; numbers without thousands separators, modulo 2^32 or 2^64; values of maps as number or name;
 * times, which the line shows to 10 ms in its reader's time zone, not at all.
 */
class TraceEventFieldsTest {
    private static final Pattern LINE =
            Pattern.compile("^.?EVENT ([\\d,.\\-]+): (.*?) PID=-?\\d+; .*?ProceNum=(\\d+); DataLen=(\\d+); ?(.*)$");

    /** What TraceEvent computes from other events or shows from the header, and what no schema of the payload has. */
    private static final Pattern COMPUTED = Pattern.compile(String.join(
            "|",
            "Windows Kernel/Image/DCStart BuildTime", // of images without one, for which it shows 1970
            "Windows Kernel/Thread/Stop (ParentThreadID|ParentProcessID)", // for which it shows -1
            "Windows Kernel/UdpIp/\\w+ (context|dsize)", // fields of version 0, which TraceEvent reads out of version 2
            "[\\w.]+/ManifestData PayloadLength",
            "Microsoft-Windows-Kernel-File/Create (IrpPtr|CreateDisposition|FileAttributes)", // Irp and so on in its
            // schema
            // Fields of later versions, or sums.
            "Microsoft-Windows-DotNETRuntime\\w*/GC/\\w+ (ObjectSize|TypeName|Depth|Promoted)",
            "Microsoft-Windows-DotNETRuntime/GC/\\w+ (GenerationSize4|TotalPromotedSize4|ClientSequenceNumber)",
            "Microsoft-Windows-DotNETRuntime/GC/PerHeapHistory (ConcurrentCompactMechanisms|MemoryPressure)",
            "Microsoft-Windows-DotNETRuntime/Method/\\w+ (ReJITID|OptimizationTier)",
            "Microsoft-Windows-DotNETRuntime/Type/BulkType Type(ID|Name)_0",
            "Microsoft-Windows-DotNETRuntimePrivate/GC/GlobalHeapHistory \\w+",
            // Fields of other versions, which it shows empty.
            "Microsoft-Windows-DotNETRuntimePrivate/GC/PerHeapHistory"
                    + " (\\w+Allocated|FreeListRejected|PinnedAllocatedAdvance|RunningFreeListEfficiency|Count"
                    + "|ConcurrentCompactMechanisms)"));

    /** What TraceEvent shows another way than the bytes say. */
    private static final Pattern REWRITTEN = Pattern.compile(String.join(
            "|",
            "KernelTraceControl/ImageID ProcessID", // the one of the image event beside it
            "Windows Kernel/SystemConfig/NIC (IpAddresses|DnsServerAddresses)", // separators are those of the listing
            "Windows Kernel/SystemConfig/Services ProcessName", // the process that its id names
            "Windows Kernel/DiskIO/\\w+ IrpFlags", // without the priority's bits
            "Microsoft-Windows-Kernel-File/Create (CreateOptions|ShareAccess|FileName)",
            // Names of TraceEvent's own enumerations; the trace's schema has others or none.
            "Microsoft-Windows-DotNETRuntime\\w*/\\w+/\\w+ (\\w+Flags|Reason|Type|Sku|StartupMode|AllocationKind)",
            "Microsoft-Windows-DotNETRuntime\\w*/GC/\\w+ (BucketKind|CompactMechanisms|ExpandMechanisms)",
            "Microsoft-Windows-DotNETRuntimePrivate/NgenBinder/NgenBind ReasonCode",
            "PerfView/\\w+ (level|keywords|stacks)"));

    private final Map<String, List<String>> lines = new HashMap<>();
    private long startTicks = Long.MIN_VALUE;

    @ParameterizedTest
    @ValueSource(strings = {"gcevents.etl", "primitive-types.etl", "net.4.5.2.x64.etl.zip"})
    void readsFieldsAsTraceEventDoes(String file) throws IOException {
        RealTraces.assumeThere();
        readLines(file);
        Map<String, String> best = new HashMap<>();
        visit(file, (event, layout, context) -> {
            if (startTicks == Long.MIN_VALUE) {
                startTicks = event.timeTicks();
            }
            for (String key : keys(event, layout)) {
                for (String line : lines.getOrDefault(key, List.of())) {
                    String differences = differences(line, event, layout, context);
                    best.merge(key + " " + line, differences, (a, b) -> a.length() <= b.length() ? a : b);
                }
            }
        });

        lines.forEach((key, texts) -> texts.forEach(text -> assertThat(best).containsKey(key + " " + text)));
        assertThat(new TreeSet<>(best.values())).containsExactly("");
    }

    private void readLines(String file) throws IOException {
        String baseline = file.substring(0, file.indexOf(".etl")) + ".baseline.txt";
        for (String line : Files.readAllLines(RealTraces.FOLDER.resolve(baseline))) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                String milliseconds = matcher.group(1).replace(",", "");
                String key = milliseconds + " " + matcher.group(2) + " " + matcher.group(3) + " " + matcher.group(4);
                lines.computeIfAbsent(key, none -> new ArrayList<>()).add(matcher.group(5));
            }
        }
    }

    /** The keys of lines that can be this event: the line's time is rounded to a microsecond, either way. */
    private List<String> keys(EventView event, EtwLayout layout) {
        long microseconds = Math.floorDiv(event.timeTicks() - startTicks, Ticks.PER_MICROSECOND);
        List<String> keys = new ArrayList<>();
        for (long at = microseconds - 1; at <= microseconds + 1; at++) {
            keys.add(String.format(
                    Locale.ROOT,
                    "%d.%03d %s/%s %d %d",
                    at / 1000,
                    Math.floorMod(at, 1000),
                    layout.provider(),
                    layout.eventName(),
                    event.cpu(),
                    event.payloadBytes()));
        }
        return keys;
    }

    private interface Visitor {
        void visit(EventView event, EtwLayout layout, EventContext context);
    }

    private static void visit(String file, Visitor visitor) throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        EventView event = new EventView();
        try (OpenTraces traces = OpenTraces.open(List.of(RealTraces.FOLDER.resolve(file)), temporary, List.of());
                BlockCursor cursor = traces.files().scan(Scan.ALL_EVENTS)) {
            EventContext context = traces.decoder().context().read(traces.files(), EnumSet.allOf(ContextPart.class));
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    EtwLayout layout = (EtwLayout) traces.decoder().layout(event.type(), event.source(), event.pid());
                    visitor.visit(event, layout, context);
                }
            }
        }
    }

    /** What stands in the payload, and what is computed. */
    private static Map<String, Object> values(EventView event, EtwLayout layout, EventContext context) {
        Map<String, Object> values = new HashMap<>(layout.payload(event));
        Cell cell = new Cell();
        for (int i = layout.payloadFields(); i < layout.fields().size(); i++) {
            Field field = layout.fields().get(i);
            layout.reader(i, context).read(event, cell);
            Object value = cell.value(field.type());
            if (value != null) {
                values.put(field.name(), value);
            }
        }
        return values;
    }

    private static String differences(String line, EventView event, EtwLayout layout, EventContext context) {
        Map<String, Object> payload = values(event, layout, context);
        String name = layout.provider() + "/" + layout.eventName();
        StringBuilder differences = new StringBuilder();
        Matcher field = Pattern.compile("(?:^|; )(\\w+)=((?:(?!; \\w+=).)*)")
                .matcher(line.strip().replaceAll(";$", ""));
        while (field.find()) {
            String place = name + " " + field.group(1);
            Object value = payload.get(field.group(1));
            if (value == null && !COMPUTED.matcher(place).matches()) {
                differences.append(place).append(" is missing; ");
            }
            if (value != null
                    && !isSame(field.group(2), value, value.toString().replace("|", ", "))
                    && !REWRITTEN.matcher(place).matches()) {
                differences
                        .append(place)
                        .append(" is ")
                        .append(value)
                        .append(", not ")
                        .append(field.group(2))
                        .append("; ");
            }
        }
        return differences.toString();
    }

    private static boolean isSame(String shown, Object value, String text) {
        boolean cut = shown.endsWith("...");
        String whole = cut ? shown.substring(0, shown.length() - 3) : shown;
        String plain = whole.replace(",", "");
        if (value instanceof Cell.Datetime || (cut ? text.startsWith(whole) : text.equalsIgnoreCase(whole))) {
            return true;
        }
        if (cut && value instanceof Long) {
            return text.startsWith(plain);
        }
        if (value instanceof Double real) { // shown to a microsecond
            return Math.abs(Double.parseDouble(plain) - real) <= 0.000_6;
        }
        Long number = number(plain);
        return number != null
                && switch (value) {
                    case NamedNumber ours -> ours.longValue() == number;
                    case Long ours -> ours.longValue() == number || ours.intValue() == number.intValue();
                    case BigDecimal ours -> ours.longValue() == number;
                    default -> false;
                };
    }

    private static @Nullable Long number(String text) {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
