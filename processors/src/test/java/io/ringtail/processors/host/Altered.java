package io.ringtail.processors.host;

import io.ringtail.processors.EventRun;
import io.ringtail.processors.EveryNth;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.Processor;
import io.ringtail.processors.Setup;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Another processor with something before it opens and before each run. */
record Altered(EveryNth of, Consumer<Setup> atOpen, BiConsumer<EventRun, Outputs> atEvents) implements Processor {
    @Override
    public String name() {
        return of.name();
    }

    @Override
    public String version() {
        return of.version();
    }

    @Override
    public void open(Setup setup) {
        of.open(setup);
        atOpen.accept(setup);
    }

    @Override
    public void onEvents(EventRun run, Outputs outputs) {
        atEvents.accept(run, outputs);
        of.onEvents(run, outputs);
    }

    @Override
    public void onTime(long watermarkTicks, Outputs outputs) {
        of.onTime(watermarkTicks, outputs);
    }

    @Override
    public void onEnd(Outputs outputs) {
        of.onEnd(outputs);
    }
}
