package io.ringtail.processors.canary;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which program runs as which process, out of the kernel's own events of it. <b>Threads:</b> one. */
final class ProcessFields {
    private static final Set<String> PROVIDERS = Set.of("Windows Kernel", "Microsoft-Windows-Kernel-Process");
    private static final Set<String> EVENTS =
            Set.of("Process/Start", "Process/DCStart", "Process/DCEnd", "ProcessStart/Start", "ProcessRundown");

    private final FieldReader pid;
    private final FieldReader image;
    private final @Nullable FieldReader commandLine;
    private final Cell cell = new Cell();

    private ProcessFields(FieldReader pid, FieldReader image, @Nullable FieldReader commandLine) {
        this.pid = pid;
        this.image = image;
        this.commandLine = commandLine;
    }

    /** Empty if the events tell of no process. */
    static Optional<ProcessFields> of(PayloadLayout layout) {
        if (!layout.decodable()
                || !PROVIDERS.contains(layout.provider())
                || EVENTS.stream().noneMatch(layout.eventName()::startsWith)) {
            return Optional.empty();
        }
        FieldReader pid = reader(layout, false, "ProcessID");
        FieldReader image = reader(layout, true, "ImageFileName", "ImageName");
        return pid == null || image == null
                ? Optional.empty()
                : Optional.of(new ProcessFields(pid, image, reader(layout, true, "CommandLine")));
    }

    private static @Nullable FieldReader reader(PayloadLayout layout, boolean text, String... names) {
        List<Field> fields = layout.fields();
        for (String name : names) {
            for (int i = 0; i < fields.size(); i++) {
                Field field = fields.get(i);
                if (field.name().equals(name) && text == (field.type() == ScalarType.STRING)) {
                    return layout.reader(i).forOneThread();
                }
            }
        }
        return null;
    }

    void tell(EventView event, Processes processes) {
        pid.read(event, cell);
        int id = (int) cell.bits();
        processes.told(id, text(image, event), text(commandLine, event));
    }

    private String text(@Nullable FieldReader field, EventView event) {
        if (field == null) {
            return "";
        }
        field.read(event, cell);
        return cell.object() instanceof String text ? text : "";
    }
}
