package io.ringtail.etw.source;

import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.etw.schema.SchemaCollector;
import io.ringtail.etw.schema.SchemaCollector.Interest;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Registry;
import java.util.ArrayList;
import java.util.List;

/** Collects the schemas that stand in traces and registers them, each for its own source. One thread. */
final class SchemaSurvey implements RecordObserver {
    private final List<SchemaCollector> bySource = new ArrayList<>();

    SchemaSurvey(Registry registry) {
        for (int source = 0; source < registry.sourceCount(); source++) {
            bySource.add(new SchemaCollector(source, registry::register));
        }
    }

    @Override
    public boolean wants(int typeId, EventType type) {
        return SchemaCollector.interest(type) != Interest.NONE;
    }

    @Override
    public boolean onRecord(EventType type, EventRecord event) {
        bySource.get(event.source).accept(type, event);
        return SchemaCollector.interest(type) == Interest.ALL;
    }

    /** Ends the survey; what is wrong with schemas, one sentence each. */
    List<String> finish() {
        List<String> problems = new ArrayList<>();
        for (SchemaCollector collector : bySource) {
            collector.finish();
            problems.addAll(collector.problems());
        }
        return problems;
    }
}
