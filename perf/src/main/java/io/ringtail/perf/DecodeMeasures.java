package io.ringtail.perf;

import io.ringtail.etw.source.OpenTraces;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reading every payload field of every event, against reading the events without their fields. */
final class DecodeMeasures {
    private final Traces traces;

    DecodeMeasures(Traces traces) {
        this.traces = traces;
    }

    List<Measure> run(double merged) throws IOException {
        List<Measure> measures = new ArrayList<>();
        try (OpenTraces open = OpenTraces.open(List.of(traces.uncompressed()), traces.folder(), List.of())) {
            double blocks = Rounds.perSecond(() -> scan(open, false));
            double decoded = Rounds.perSecond(() -> scan(open, true));
            measures.add(new Measure("etl.blocks", blocks, "events/s", "etl.merged", merged));
            measures.add(new Measure("etl.decode", decoded, "events/s", "etl.blocks: no field is read", blocks));
        }
        return measures;
    }

    private static long scan(OpenTraces open, boolean decodes) throws IOException {
        Fields fields = new Fields(open.decoder());
        long events = 0;
        try (BlockCursor cursor = open.files().scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                events += cursor.block().count();
                if (decodes) {
                    fields.readAll(cursor.block());
                }
            }
        }
        return fields.nulls == -1 ? 0 : events; // what was read must count for something
    }

    /** Reads the fields of events through the readers of their layouts; these are looked up once for each type. */
    private static final class Fields {
        private final PayloadDecoder decoder;
        private final EventView event = new EventView();
        private final Cell cell = new Cell();
        private FieldReader[][] byType = new FieldReader[0][];
        private long nulls;

        Fields(PayloadDecoder decoder) {
            this.decoder = decoder;
        }

        void readAll(Block block) {
            for (int row = 0; row < block.count(); row++) {
                event.wrap(block, row);
                for (FieldReader reader : readers(event)) {
                    cell.setNull();
                    reader.read(event, cell);
                    nulls += cell.isNull() ? 1 : 0;
                }
            }
        }

        private FieldReader[] readers(EventView of) {
            int type = of.type();
            if (decoder.dependsOnProcess(type, of.source())) {
                return readers(decoder.layout(type, of.source(), of.pid()));
            }
            if (type >= byType.length) {
                byType = Arrays.copyOf(byType, 2 * type + 64);
            }
            FieldReader[] known = byType[type];
            if (known == null) {
                known = readers(decoder.layout(type, of.source(), of.pid()));
                byType[type] = known;
            }
            return known;
        }

        private static FieldReader[] readers(PayloadLayout layout) {
            FieldReader[] readers = new FieldReader[layout.fields().size()];
            for (int i = 0; i < readers.length; i++) {
                readers[i] = layout.reader(i);
            }
            return readers;
        }
    }
}
