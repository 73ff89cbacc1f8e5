package io.ringtail.dsl.check.host;

import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import io.ringtail.dsl.value.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Some WMI classes on operating systems without WMI, filled by OSHI. */
public final class HostMachine implements Machine {
    private final HostClasses classes = new HostClasses();

    @Override
    public String name() {
        return "OSHI";
    }

    @Override
    public List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException {
        Supplier<List<Map<String, @Nullable Object>>> objects = classes.all().get(question.className());
        if (objects == null) {
            String way = Nearest.of(question.className(), classes.all().keySet())
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("here are "
                            + String.join(", ", new TreeSet<>(classes.all().keySet())) + "; all others need Windows");
            throw new MachineException("no class '" + question.className() + "' on this machine; " + way);
        }
        List<Map<String, @Nullable Object>> found = objects.get();
        if (!found.isEmpty()) {
            refuseUnknown(question, found.getFirst().keySet());
        }
        return Rows.select(found, question);
    }

    /** As WMI does; all objects of a class have the same properties. */
    private static void refuseUnknown(Wql question, Set<String> properties) throws MachineException {
        Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        known.addAll(properties);
        List<String> used = new ArrayList<>(question.columns());
        question.where().ifPresent(where -> used.addAll(where.properties()));
        for (String property : used) {
            if (!known.contains(property)) {
                String way = Nearest.of(property, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("here are " + String.join(", ", known));
                throw new MachineException(
                        question.className() + " has no property '" + property + "' on this machine; " + way);
            }
        }
    }
}
