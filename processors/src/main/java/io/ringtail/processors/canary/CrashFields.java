package io.ringtail.processors.canary;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads of which program and version a crash was, out of Windows' own event of it. <b>Threads:</b> one. */
final class CrashFields {
    private static final String PROVIDER = "Application Error";
    private static final String SUFFIX = ".exe";

    private final FieldReader name;
    private final FieldReader version;
    private final Cell cell = new Cell();

    private CrashFields(FieldReader name, FieldReader version) {
        this.name = name;
        this.version = version;
    }

    /** Empty if the events are no crashes. */
    static Optional<CrashFields> of(PayloadLayout layout) {
        if (!layout.decodable() || !layout.provider().equals(PROVIDER)) {
            return Optional.empty();
        }
        Optional<FieldReader> name = text(layout, "AppName");
        Optional<FieldReader> version = text(layout, "AppVersion");
        return name.isPresent() && version.isPresent()
                ? Optional.of(new CrashFields(name.get(), version.get()))
                : Optional.empty();
    }

    private static Optional<FieldReader> text(PayloadLayout layout, String name) {
        List<Field> fields = layout.fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name) && fields.get(i).type() == ScalarType.STRING) {
                return Optional.of(layout.reader(i).forOneThread());
            }
        }
        return Optional.empty();
    }

    /** Whether it is a crash of a version of a service: {@code checkout.exe}, version 1.2 or 1.2.0.0. */
    boolean isOf(String service, String wanted, EventView event) {
        String program = read(name, event).toLowerCase(Locale.ROOT);
        String plain = program.endsWith(SUFFIX) ? program.substring(0, program.length() - SUFFIX.length()) : program;
        String crashed = read(version, event);
        String bare = wanted.startsWith("v") ? wanted.substring(1) : wanted;
        return plain.equals(service.toLowerCase(Locale.ROOT))
                && (crashed.equals(wanted) || crashed.equals(bare) || crashed.startsWith(bare + "."));
    }

    private String read(FieldReader field, EventView event) {
        field.read(event, cell);
        return cell.object() instanceof String text ? text : "";
    }
}
