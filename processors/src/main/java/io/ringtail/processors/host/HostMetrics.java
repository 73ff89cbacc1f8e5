package io.ringtail.processors.host;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What a person on call asks of processors; {@code docs/metrics.md} lists the names. Read when somebody asks. */
final class HostMetrics implements MeterBinder {
    private final ProcessorHost host;

    HostMetrics(ProcessorHost host) {
        this.host = host;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Hosted each : host.all()) {
            String name = each.name();
            Gauge.builder("ringtail.processor.lag", () -> host.lag(name))
                    .description("events of the journal that a processor has not folded yet")
                    .baseUnit("events")
                    .tag("processor", name)
                    .register(registry);
            FunctionCounter.builder("ringtail.processor.events", each, Hosted::events)
                    .description("events that a processor was fed with")
                    .baseUnit("events")
                    .tag("processor", name)
                    .register(registry);
            FunctionCounter.builder("ringtail.processor.failures", each, Hosted::failures)
                    .description("times that a processor threw and was stopped")
                    .tag("processor", name)
                    .register(registry);
        }
    }
}
