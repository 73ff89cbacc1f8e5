package io.ringtail.app.stats;

import io.ringtail.app.input.Damage;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.SourceFacts;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.value.Json;
import io.ringtail.etw.file.FileFacts;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code stats} says, for scripts ({@link #json}) and for people. */
final class StatsReport {
    private static final int DAMAGE_SHOWN = 10;

    private final List<SourceFacts> sources;
    private final Counts counts;
    private final List<Damage> damage;
    private final long lost;
    private final List<Map.Entry<TypeRow, Long>> types;

    private StatsReport(List<SourceFacts> sources, Counts counts, List<Damage> damage, long lost) {
        this.sources = sources;
        this.counts = counts;
        this.damage = damage;
        this.lost = lost;
        this.types = counts.byType().entrySet().stream()
                .sorted(Map.Entry.<TypeRow, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey(TypeRow.ORDER)))
                .toList();
    }

    static StatsReport of(Input input) throws IOException {
        Counts counts = Counts.of(input.recording(), input.decoder());
        return new StatsReport(input.sources(), counts, input.damage(), input.lost());
    }

    /** An object with exactly the keys that the documentation lists. */
    String json() {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("files", sources.stream().map(SourceFacts::values).toList());
        report.put("events", counts.events());
        report.put("byHeaderKind", counts.byHeaderKind());
        report.put("byCpu", withTextKeys(counts.byCpu()));
        report.put(
                "byType",
                types.stream()
                        .map(entry -> typeObject(entry.getKey(), entry.getValue()))
                        .toList());
        report.put("firstTime", counts.isEmpty() ? null : Ticks.iso(counts.minTicks()));
        report.put("lastTime", counts.isEmpty() ? null : Ticks.iso(counts.maxTicks()));
        report.put("payloadBytes", counts.payloadBytes());
        report.put("undecodable", undecodable());
        report.put("lost", lost);
        report.put("problems", damage.stream().map(StatsReport::damageObject).toList());
        return Json.format(report);
    }

    void print(Console console) throws IOException {
        sources.forEach(source -> printSource(source, console));
        console.out()
                .println(Quantities.count(counts.events(), "event") + ", " + Quantities.bytes(counts.payloadBytes())
                        + " of payload" + (counts.isEmpty() ? "" : span()));
        console.out().println("  by header: " + list(counts.byHeaderKind()));
        console.out().println("  by CPU:    " + list(counts.byCpu()));
        if (lost > 0) {
            console.out().println(console.style().red("  lost:      " + Quantities.count(lost)));
        }
        if (undecodable() > 0) {
            console.out().println("  without a schema: " + Quantities.count(undecodable()));
        }
        console.out().println();
        printTypes(console, Format.TABLE);
        printDamage(console);
    }

    void printTypes(Console console, Format format) throws IOException {
        List<Column> columns = List.of(
                Column.of("count", ScalarType.LONG),
                Column.of("provider", ScalarType.STRING),
                Column.of("eventName", ScalarType.STRING),
                Column.of("eventId", ScalarType.INT),
                Column.of("version", ScalarType.INT),
                Column.of("opcode", ScalarType.INT),
                Column.of("headerKind", ScalarType.STRING),
                Column.of("decodable", ScalarType.BOOL));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Map.Entry<TypeRow, Long> entry : types) {
            TypeRow type = entry.getKey();
            rows.add(new @Nullable Object[] {
                entry.getValue(),
                type.provider(),
                type.eventName(),
                (long) type.eventId(),
                (long) type.version(),
                (long) type.opcode(),
                type.headerKind(),
                type.decodable()
            });
        }
        Printer.print(QueryResult.complete(columns, rows), format, console);
    }

    private long undecodable() {
        return types.stream()
                .filter(entry -> !entry.getKey().decodable())
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private String span() {
        double seconds = (double) (counts.maxTicks() - counts.minTicks()) / Ticks.PER_SECOND;
        return ", " + Ticks.iso(counts.minTicks()) + " to " + Ticks.iso(counts.maxTicks()) + " ("
                + Quantities.duration(seconds) + ")";
    }

    private static void printSource(SourceFacts source, Console console) {
        console.out().println(console.style().bold(source.text(FileFacts.FILE)));
        String size = source.text(FileFacts.SIZE_BYTES);
        String bytes = size.isEmpty() ? "" : Quantities.bytes(Long.parseLong(size)) + ", ";
        console.out()
                .println("  " + bytes + source.text(FileFacts.BUFFERS) + " buffers ("
                        + source.text(FileFacts.COMPRESSED_BUFFERS) + " compressed), session '"
                        + source.text(FileFacts.LOGGER_NAME) + "'");
        console.out()
                .println("  Windows " + source.text(FileFacts.OS_VERSION) + " build "
                        + source.text(FileFacts.OS_BUILD) + ", " + source.text(FileFacts.CPUS) + " CPUs, clock "
                        + source.text(FileFacts.CLOCK) + " at " + source.text(FileFacts.PERF_FREQ) + " Hz, booted "
                        + source.text(FileFacts.BOOT_TIME));
    }

    private void printDamage(Console console) {
        if (damage.isEmpty()) {
            return;
        }
        console.out().println();
        console.out().println(console.style().red(Quantities.count(damage.size(), "problem")));
        for (Damage problem : damage.subList(0, Math.min(DAMAGE_SHOWN, damage.size()))) {
            String buffer = problem.buffer() == null ? "" : ", buffer " + problem.buffer();
            console.out().println("  offset " + problem.offset() + buffer + ": " + problem.what());
        }
        if (damage.size() > DAMAGE_SHOWN) {
            console.out().println("  ... and more: --format json lists them");
        }
    }

    private static String list(Map<?, Long> byKey) {
        List<String> parts = new ArrayList<>();
        byKey.forEach((key, count) -> parts.add(key + " " + Quantities.count(count)));
        return String.join(", ", parts);
    }

    private static Map<String, Long> withTextKeys(Map<Integer, Long> byCpu) {
        Map<String, Long> byText = new LinkedHashMap<>();
        byCpu.forEach((cpu, count) -> byText.put(cpu.toString(), count));
        return byText;
    }

    private static Map<String, @Nullable Object> typeObject(TypeRow type, long count) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("provider", type.provider());
        object.put("providerId", type.providerId().toString());
        object.put("eventId", (long) type.eventId());
        object.put("version", (long) type.version());
        object.put("opcode", (long) type.opcode());
        object.put("task", type.task() == null ? null : Long.valueOf(type.task()));
        object.put("eventName", type.eventName());
        object.put("headerKind", type.headerKind());
        object.put("count", count);
        object.put("decodable", type.decodable());
        return object;
    }

    private static Map<String, @Nullable Object> damageObject(Damage problem) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("offset", problem.offset());
        object.put("buffer", problem.buffer());
        object.put("at", problem.at());
        object.put("what", problem.what());
        return object;
    }
}
