package io.ringtail.etw.schema;

import io.ringtail.etw.merge.RecordObserver;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the schemas of trace files in their first pass, each file's for its own source, and registers them. */
public final class SchemaSurvey implements RecordObserver {
    private final Registry registry;
    private final Map<Integer, SchemaCollector> collectors = new HashMap<>();

    public SchemaSurvey(Registry registry) {
        this.registry = registry;
    }

    @Override
    public boolean wants(int typeId, EventType type) {
        return SchemaCollector.interest(type) != SchemaCollector.Interest.NONE;
    }

    @Override
    public void onRecord(EventType type, EventRecord event) {
        collectors
                .computeIfAbsent(event.source, source -> new SchemaCollector(source, registry::register))
                .accept(type, event);
    }

    /** To be called after the pass; returns what could not be used, and why. */
    public List<String> finish() {
        List<String> problems = new ArrayList<>();
        for (SchemaCollector collector : collectors.values()) {
            collector.finish();
            problems.addAll(collector.problems());
        }
        return problems;
    }
}
