package io.ringtail.etw.context;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The numbers in one layout's events that stand for files, registry keys and kernel objects. One thread. */
final class FileKeys {
    private final Cell cell = new Cell();
    private final List<FieldReader> files = new ArrayList<>();
    private final List<FieldReader> keys = new ArrayList<>();
    private final List<FieldReader> objects = new ArrayList<>();

    FileKeys(PayloadLayout layout) {
        for (int i = 0; i < layout.fields().size(); i++) {
            switch (layout.fields().get(i).name()) {
                case "FileKey", "FileObject" -> files.add(layout.reader(i));
                case "KeyHandle" -> keys.add(layout.reader(i));
                case "Object" -> objects.add(layout.reader(i));
                default -> {}
            }
        }
    }

    void addFiles(EventView event, Set<Long> into) {
        addAll(files, event, into);
    }

    void addKeys(EventView event, Set<Long> into) {
        addAll(keys, event, into);
    }

    void addObjects(EventView event, Set<Long> into) {
        addAll(objects, event, into);
    }

    private void addAll(List<FieldReader> readers, EventView event, Set<Long> into) {
        for (FieldReader reader : readers) {
            cell.setNull();
            reader.read(event, cell);
            if (!cell.isNull()) {
                into.add(cell.object() instanceof Number number ? number.longValue() : cell.bits());
            }
        }
    }
}
