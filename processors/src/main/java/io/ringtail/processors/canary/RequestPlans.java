package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.RequestTable;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How each type of event is read: by whom, or not at all, which is a look into an array. Follows from the schemas that are
 * known and the strategies in force, so it is made anew and never stored. <b>Threads:</b> one.
 */
final class RequestPlans {
    private static final byte UNKNOWN = 0;
    private static final byte NOTHING = 1;
    private static final byte SOMETHING = 2;

    private final Catalog catalog;
    private final Supplier<PayloadDecoder> decoders;
    private final Map<Key, Plan> plans = new HashMap<>();
    private @Nullable PayloadDecoder decoder;
    private byte[] kinds = {};
    private List<Service> services = List.of();

    private record Key(int type, int source, int pid) {}

    /** Which services' requests the events are, and how they are read as crashes and as processes. */
    record Plan(List<Requests> requests, Optional<CrashFields> crash, Optional<ProcessFields> process) {
        private boolean isEmpty() {
            return requests.isEmpty() && crash.isEmpty() && process.isEmpty();
        }
    }

    /**
     * A service's way to read a request.
     *
     * @param rank of its table among those that may be measured; the less, the better
     */
    record Requests(String service, int rank, RequestFields fields) {}

    RequestPlans(Catalog catalog, Supplier<PayloadDecoder> decoders) {
        this.catalog = catalog;
        this.decoders = decoders;
    }

    /** Strategies have changed. */
    void serve(List<Service> newServices) {
        services = List.copyOf(newServices);
        forget();
    }

    /** Before a run: schemas may have come. */
    void refresh() {
        PayloadDecoder current = decoders.get();
        if (!current.equals(decoder)) {
            decoder = current;
            forget();
        }
    }

    private void forget() {
        plans.clear();
        Arrays.fill(kinds, UNKNOWN);
    }

    /** Whether events of a type may concern anybody. */
    boolean concerns(int type) {
        return type >= kinds.length || kinds[type] != NOTHING;
    }

    Plan plan(EventView event) {
        PayloadDecoder reader = decoder;
        if (reader == null) {
            throw new IllegalStateException("refresh comes first");
        }
        int pid = reader.dependsOnProcess(event.type(), event.source()) ? event.pid() : -1;
        return plans.computeIfAbsent(
                new Key(event.type(), event.source(), pid),
                key -> make(reader.layout(key.type(), key.source(), event.pid()), key.type()));
    }

    private Plan make(PayloadLayout layout, int type) {
        List<Requests> requests = new ArrayList<>();
        for (Service service : services) {
            List<RequestTable> tables = tables(service.strategy());
            for (int i = 0; i < tables.size(); i++) {
                int rank = i;
                RequestFields.of(tables.get(i), layout, catalog.type(type).id())
                        .ifPresent(fields -> requests.add(new Requests(service.name(), rank, fields)));
            }
        }
        Optional<ProcessFields> process = asksProcess() ? ProcessFields.of(layout) : Optional.empty();
        Plan plan = new Plan(List.copyOf(requests), CrashFields.of(layout), process);
        if (type >= kinds.length) {
            kinds = Arrays.copyOf(kinds, type + 64);
        }
        boolean nothing = plan.isEmpty() && kinds[type] != SOMETHING && !couldBe(layout);
        kinds[type] = nothing ? NOTHING : SOMETHING;
        return plan;
    }

    private boolean asksProcess() {
        return services.stream()
                .flatMap(service -> tables(service.strategy()).stream())
                .anyMatch(RequestTable::asksProcess);
    }

    private static List<RequestTable> tables(Strategy strategy) {
        return strategy.requests().map(List::of).orElse(RequestTable.KNOWN);
    }

    /** Another source or process may have a schema for it. */
    private static boolean couldBe(PayloadLayout layout) {
        return !layout.decodable();
    }
}
