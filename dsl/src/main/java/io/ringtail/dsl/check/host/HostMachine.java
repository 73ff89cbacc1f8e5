package io.ringtail.dsl.check.host;

import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import io.ringtail.dsl.value.Nearest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        return Rows.select(objects.get(), question);
    }
}
