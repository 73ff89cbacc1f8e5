package io.ringtail.processors.canary;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.processors.EventRun;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.Processor;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.Setup;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.state.ValueState;
import io.ringtail.processors.strategy.RequestTable;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts the requests of each service's version on trial and of its stable one, judges every window that recorded time
 * closes, and asks for what follows. What it knows of strategies and of what people want, it knows from journaled changes
 * of the store; so a replay decides as it was decided.
 */
public final class Canary implements Processor {
    public static final String NAME = "canary";

    private static final String VERSION = "1";
    private static final long NEVER = Long.MIN_VALUE;
    /** Recorded time goes farther at once only if the clock was put forward, or the machine slept. */
    private static final long JUMP = Ticks.PER_HOUR;

    private final Optional<GivenStrategies> given;
    private final EventView view = new EventView();
    private @Nullable Opened opened;

    /** Those of one run. */
    private record Opened(
            Catalog catalog,
            MapState<String, Service> services,
            ValueState<Long> times,
            ValueState<RequestMemory> requests,
            RequestPlans plans,
            Supervisor supervisor,
            Fleet fleet) {
        long now() {
            return times.get().orElse(NEVER);
        }

        RequestMemory memory() {
            return requests.get().orElseThrow();
        }
    }

    /** Judges by what the journal tells of the store. */
    public Canary() {
        this.given = Optional.empty();
    }

    /** For a replay: judges by other strategies. */
    public Canary(GivenStrategies given) {
        this.given = Optional.of(given);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void open(Setup setup) {
        MapState<String, Service> services = setup.states()
                .map("services", Codec.TEXT, Codec.of((out, service) -> service.write(out), Service::read));
        ValueState<Guard> guards =
                setup.states().value("guard", Codec.of((out, guard) -> guard.write(out), Guard::read));
        ValueState<Long> times = setup.states().value("time", Codec.LONG);
        ValueState<RequestMemory> requests =
                setup.states().value("requests", Codec.of((out, memory) -> memory.write(out), RequestMemory::read));
        if (requests.get().isEmpty()) {
            requests.set(new RequestMemory());
        }
        if (guards.get().isEmpty()) {
            guards.set(new Guard());
        }
        Fleet fleet = new Fleet(setup.states());
        Opened made = new Opened(
                setup.catalog(),
                services,
                times,
                requests,
                new RequestPlans(setup.catalog(), setup.decoder()),
                new Supervisor(
                        guards.get().orElseThrow(),
                        fleet,
                        setup.states().map("pending", Codec.TEXT, Codec.TEXT),
                        this::isDoneAtOnce),
                fleet);
        opened = made;
        serve(made);
    }

    private static void serve(Opened run) {
        List<Service> all = new ArrayList<>();
        run.services.forEach((name, service) -> all.add(service));
        run.plans.serve(all);
    }

    @Override
    public void onEvents(EventRun run, Outputs outputs) {
        Opened own = state();
        Block block = run.block();
        own.supervisor.causedAt(view.wrap(block, run.fromRow()).timeTicks());
        takeInitial(own, outputs);
        own.plans.refresh();
        for (int row = run.fromRow(); row < run.toRow(); row++) {
            if (run.lane() == Lane.CONTROL) {
                control(own, view.wrap(block, row), outputs);
            } else if (own.plans.concerns(block.type(row))) {
                count(own, view.wrap(block, row));
            }
        }
    }

    private void takeInitial(Opened own, Outputs outputs) {
        if (own.times.get().isEmpty()) {
            own.times.set(NEVER);
            given.ifPresent(other -> other.initial().forEach(change -> changed(own, change, outputs)));
        }
    }

    private boolean isDoneAtOnce(String service) {
        return given.isPresent() && given.get().isDoneAtOnce(service);
    }

    @Override
    public void onTime(long watermarkTicks, Outputs outputs) {
        Opened own = state();
        long before = own.now();
        own.times.set(watermarkTicks);
        boolean starts = before == NEVER;
        boolean jumps = !starts && watermarkTicks - before > JUMP;
        own.services.forEach((name, service) -> {
            if (starts) {
                service.record().restartTime(watermarkTicks);
            }
            own.supervisor.reach(service, watermarkTicks, jumps, outputs);
        });
        hearAnswers(own, outputs);
    }

    /** What a replay counts as done is heard from the store that is not there. */
    private static void hearAnswers(Opened own, Outputs outputs) {
        for (Optional<StoreChanged> answer = own.supervisor.nextAnswer();
                answer.isPresent();
                answer = own.supervisor.nextAnswer()) {
            own.supervisor.changed(own.services, answer.get(), own.now(), outputs);
            serve(own);
        }
    }

    @Override
    public void onEnd(Outputs outputs) {
        Opened own = state();
        long end = own.now();
        own.services.forEach((name, service) -> {
            own.supervisor.end(service, outputs);
            service.restartTime(Math.max(end, 0));
        });
        own.fleet.restartTime();
        own.memory().restartTime();
        own.times.set(NEVER);
    }

    private static void count(Opened own, EventView event) {
        RequestPlans.Plan plan = own.plans.plan(event);
        long now = own.now();
        boolean isWild = now != NEVER && event.timeTicks() - now > JUMP;
        RequestMemory memory = own.memory();
        plan.process().ifPresent(process -> process.tell(event, memory.processes()));
        for (RequestPlans.Requests requests : plan.requests()) {
            if (!isWild) {
                own.services.get(requests.service()).ifPresent(service -> take(service, requests, event, memory));
            }
        }
        plan.crash()
                .ifPresent(crash -> own.services.forEach((name, service) -> {
                    if (crash.isOf(name, service.strategy().version(), event)) {
                        service.record().crashed(event.timeTicks());
                    }
                }));
    }

    private static void take(Service service, RequestPlans.Requests requests, EventView event, RequestMemory memory) {
        RequestFields fields = requests.fields();
        Processes processes = memory.processes();
        long fulfilled = fields.fulfilled(event, processes);
        if (!fields.table().isJoined()) {
            if (fields.isAll(fulfilled)) {
                count(service, requests, event, Optional.empty(), memory);
            }
            return;
        }
        String id = fields.id(event, processes);
        if (id.isEmpty()) {
            return;
        }
        String key = service.name() + " " + requests.rank() + " " + event.source() + " " + id;
        switch (fields.part()) {
            case START -> {
                if (fulfilled != RequestFields.UNWANTED) {
                    memory.start(
                            key,
                            new RequestMemory.Started(
                                    event.timeTicks(),
                                    fulfilled,
                                    fields.version(event, processes),
                                    fields.tenant(event, processes),
                                    fields.service(event, processes)));
                }
            }
            case FAILURE -> memory.fail(key);
            case END -> {
                Optional<RequestMemory.Started> started = memory.end(key);
                if (started.isPresent()
                        && fulfilled != RequestFields.UNWANTED
                        && fields.isAll(fulfilled | started.get().fulfilled())) {
                    count(service, requests, event, started, memory);
                }
            }
        }
    }

    private static void count(
            Service service,
            RequestPlans.Requests requests,
            EventView event,
            Optional<RequestMemory.Started> started,
            RequestMemory memory) {
        RequestFields fields = requests.fields();
        RequestTable table = fields.table();
        Processes processes = memory.processes();
        String of = told(fields.service(event, processes), started.map(RequestMemory.Started::service));
        if (!table.service().isEmpty() && !of.equalsIgnoreCase(service.name())) {
            return;
        }
        String name = told(fields.version(event, processes), started.map(RequestMemory.Started::version));
        Optional<String> version = table.versionOf(name, service.strategy());
        boolean onTrial =
                version.isPresent() && version.get().equals(service.strategy().version());
        if (version.isEmpty() || !onTrial && !service.strategy().isStable(version.get())) {
            return;
        }
        Optional<Boolean> failed = started.filter(RequestMemory.Started::failed)
                .map(RequestMemory.Started::failed)
                .or(() -> fields.failed(event));
        if (failed.isEmpty()) {
            return; // neither healthy nor failed, as nobody can tell
        }
        switch (memory.measure(service.name(), service.strategy().trial(), requests.rank())) {
            case COUNTS_NOT -> {
                return;
            }
            case COUNTS_ANEW -> service.windows().clear();
            case COUNTS -> {} // as before
        }
        double milliseconds = fields.milliseconds(event)
                .or(() ->
                        started.map(start -> (double) (event.timeTicks() - start.timeTicks()) / Ticks.PER_MILLISECOND))
                .orElse(0.0);
        String tenant = told(fields.tenant(event, processes), started.map(RequestMemory.Started::tenant));
        service.windowAt(event.timeTicks())
                .ifPresent(
                        window -> (onTrial ? window.trial() : window.stable()).add(failed.get(), milliseconds, tenant));
        if (onTrial) {
            service.record().served(event.timeTicks());
        }
    }

    /** What the end of a request tells, else what its start did. */
    private static String told(String atEnd, Optional<String> atStart) {
        return atEnd.isEmpty() ? atStart.orElse("") : atEnd;
    }

    private void control(Opened own, EventView event, Outputs outputs) {
        EventType type = own.catalog.type(event.type());
        own.supervisor.causedAt(event.timeTicks());
        try {
            if (CanaryEvents.PROVIDER.has(type, CanaryEvents.STORE_CHANGED)) {
                StoreChanged change = StoreChanged.parseFrom(event.payload());
                (given.isPresent() ? given.get().inPlaceOf(change) : Optional.of(change))
                        .ifPresent(heard -> changed(own, heard, outputs));
            } else if (ProcessorEvents.PROVIDER.has(type, ProcessorEvents.OUTCOME)) {
                finished(own, Outcome.parseFrom(event.payload()), outputs);
            } else if (OwnProvider.BUS.has(type, BusEvents.EVENTS_LOST)) {
                lost(own, EventsLost.parseFrom(event.payload()));
            }
        } catch (InvalidProtocolBufferException e) {
            return; // an own event that cannot be read tells nothing
        }
    }

    private static void changed(Opened own, StoreChanged change, Outputs outputs) {
        own.supervisor.changed(own.services, change, own.now(), outputs);
        serve(own);
        hearAnswers(own, outputs);
    }

    private static void finished(Opened own, Outcome outcome, Outputs outputs) {
        if (outcome.getRule().equals(NAME)) {
            own.services.get(outcome.getKey()).ifPresent(service -> own.supervisor.finished(service, outcome, outputs));
        }
    }

    /** A loss whose time is not known may be of any window that is open. */
    private static void lost(Opened own, EventsLost lost) {
        own.services.forEach((name, service) -> service.windows().forEach((start, window) -> {
            boolean before = lost.getToTicks() != 0 && lost.getToTicks() < start;
            boolean after = lost.getFromTicks() >= start + service.intervalTicks();
            if (!before && !after) {
                window.addLost(lost.getCount());
            }
        }));
    }

    private Opened state() {
        return Objects.requireNonNull(opened, "not opened yet");
    }
}
