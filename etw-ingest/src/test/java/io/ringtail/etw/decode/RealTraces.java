package io.ringtail.etw.decode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.schema.SchemaSurvey;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;

/** The real traces beside the checkout, decoded; tests that need them are skipped where they are absent. */
final class RealTraces {
    static final Path FOLDER = Path.of(System.getProperty("ringtail.root", ".")).resolveSibling("shared/data/etl");

    /** Sees each event with its type and layout. */
    interface Visitor {
        void visit(EventView event, EventType type, EtwLayout layout);
    }

    /** A catalog that knows only some of its schemas. */
    private record Filtered(Catalog catalog, Predicate<Schema> wanted) implements Catalog {
        @Override
        public EventType type(int id) {
            return catalog.type(id);
        }

        @Override
        public int typeCount() {
            return catalog.typeCount();
        }

        @Override
        public Source source(int id) {
            return catalog.source(id);
        }

        @Override
        public int sourceCount() {
            return catalog.sourceCount();
        }

        @Override
        public List<Schema> schemas() {
            return catalog.schemas().stream().filter(wanted).toList();
        }
    }

    private RealTraces() {}

    static void assumeThere() {
        Assumptions.assumeTrue(Files.isRegularFile(FOLDER.resolve("expected.json")), "no real traces in " + FOLDER);
    }

    /** What is known of each trace, by its file name. */
    static Map<String, JsonNode> expected() throws IOException {
        Map<String, JsonNode> byName = new TreeMap<>();
        for (JsonNode file : new ObjectMapper()
                .readTree(FOLDER.resolve("expected.json").toFile())
                .get("files")) {
            byName.put(file.get("file").asText(), file);
        }
        return byName;
    }

    static void visit(String name, Visitor visitor) throws IOException {
        visit(name, schema -> true, List.of(), visitor);
    }

    /** Reads a trace with those of its own schemas that are wanted, and imported ones. */
    static void visit(String name, Predicate<Schema> wanted, List<Schema> imported, Visitor visitor)
            throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (TraceFiles traces = TraceFiles.open(TraceInputs.expand(List.of(FOLDER.resolve(name))), temporary)) {
            SchemaSurvey survey = new SchemaSurvey(traces.registry());
            traces.survey(survey);
            survey.finish();
            visit(traces, EtwDecoder.of(new Filtered(traces.catalog(), wanted), imported), visitor);
        }
    }

    private static void visit(TraceFiles traces, EtwDecoder decoder, Visitor visitor) throws IOException {
        EventView event = new EventView();
        try (BlockCursor cursor = traces.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    EtwLayout layout = (EtwLayout) decoder.layout(event.type(), event.source(), event.pid());
                    visitor.visit(event, traces.catalog().type(event.type()), layout);
                }
            }
        }
    }

    /** As expected.json spells it. */
    static String key(EventType type, EtwLayout layout) {
        if (type.kind().isKernel()) {
            return String.format("kernel:%02x/%02x/v%d", type.task(), type.opcode(), type.version());
        }
        if (type.isTraceLogging()) {
            return "tracelogging:" + type.provider() + "/" + layout.eventName();
        }
        String family = type.kind().isClassic() ? "classic:" : "manifest:";
        return family + type.provider() + "/" + type.id() + "/v" + type.version();
    }
}
