package io.ringtail.etw.write;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.schema.SchemaSurvey;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A trace as the reader and the decoder show it; {@code problems} are those of the file and of its schemas. */
public record DecodedTrace(List<DecodedEvent> events, List<String> problems) {
    /** One event; {@code problem} is empty where it was read to its last byte. */
    public record DecodedEvent(String name, Map<String, Object> payload, String message, String problem) {}

    public static DecodedTrace of(Path file) throws IOException {
        try (TraceFiles traces = TraceFiles.open(List.of(new TraceInput(file, "")), file.resolveSibling("."))) {
            SchemaSurvey survey = new SchemaSurvey(traces.registry());
            traces.survey(survey);
            List<String> problems = new ArrayList<>(survey.finish());
            traces.problems().forEach(problem -> problems.add(problem.toString()));
            EtwDecoder decoder = EtwDecoder.of(traces.catalog(), List.of());
            problems.addAll(decoder.problems());
            return new DecodedTrace(events(traces, decoder), problems);
        }
    }

    private static List<DecodedEvent> events(TraceFiles traces, EtwDecoder decoder) throws IOException {
        List<DecodedEvent> events = new ArrayList<>();
        EventView event = new EventView();
        try (BlockCursor cursor = traces.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    event.wrap(cursor.block(), row);
                    events.add(decoded(event, decoder.layout(event.type(), event.source(), event.pid())));
                }
            }
        }
        return events;
    }

    private static DecodedEvent decoded(EventView event, PayloadLayout layout) {
        return new DecodedEvent(
                layout.provider() + "/" + layout.eventName(),
                layout.payload(event),
                layout.message(event),
                layout.problem(event));
    }
}
