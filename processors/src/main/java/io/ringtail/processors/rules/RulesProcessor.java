package io.ringtail.processors.rules;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.processors.EventRun;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.Processor;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.Setup;
import io.ringtail.processors.canary.CanaryEvents;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.proto.RuleBound;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.EventsLost;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All rules, as one processor. Which rules hold, the journal says ({@code RulesLoaded}), or whoever replays. Windows are
 * not in its states: the events that open ones were built from are folded again after a restart, which costs less than
 * writing every aggregate that a query may have, and works for all of them.
 */
public final class RulesProcessor implements Processor {
    public static final String NAME = "rules";
    static final String VERSION = "1";

    private final Optional<RuleSet> given;
    private final Given when;
    private final Said said = new Said();
    private final Dispatch dispatch = new Dispatch();
    private List<RuleRun> runs = List.of();
    /** Rules that were bound when the process ended and cannot be any more, and why; to be said at the next event. */
    private final Map<RuleRun, String> unbindable = new LinkedHashMap<>();

    /** Before this time nothing happens by itself in any rule; the least long if that is not known. */
    private long nextDue = Long.MIN_VALUE;

    private @Nullable Setup setup;
    private @Nullable RuleStates states;
    private @Nullable Knowledge knowledge;

    /** When rules that are given hold. */
    private enum Given {
        FROM_THE_START,
        /** In the place of those that are loaded first. */
        WHEN_LOADED
    }

    private RulesProcessor(Optional<RuleSet> given, Given when) {
        this.given = given;
        this.when = when;
        if (given.isPresent() && !given.get().problems().isEmpty()) {
            throw new IllegalArgumentException(given.get().problems().toString());
        }
    }

    /** Those that the journal says were loaded. */
    public static RulesProcessor ofJournal() {
        return new RulesProcessor(Optional.empty(), Given.WHEN_LOADED);
    }

    /** These, whatever the journal says. */
    public static RulesProcessor of(RuleSet rules) {
        return new RulesProcessor(Optional.of(rules), Given.FROM_THE_START);
    }

    /** These in the place of those that the journal says were loaded, from the first time on. */
    public static RulesProcessor insteadOfLoaded(RuleSet rules) {
        return new RulesProcessor(Optional.of(rules), Given.WHEN_LOADED);
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
    public void open(Setup newSetup) {
        setup = newSetup;
        RuleStates own = new RuleStates(newSetup.states(), RuleStates::due);
        states = own;
        knowledge = new Knowledge(newSetup, own);
        Optional<RuleSet> held = when == Given.FROM_THE_START ? given : own.loaded();
        held.ifPresent(rules -> start(rules.rules()));
        for (RuleRun run : runs) {
            if (run.memory().isBound() && !run.memory().failed) {
                bindAsBefore(run).ifPresent(problem -> unbindable.put(run, problem));
            }
        }
        dispatch.use(runs);
    }

    /** Empty if that goes well. It does not where schemas are missing that were there, or a release reads rules otherwise. */
    private Optional<String> bindAsBefore(RuleRun run) {
        String problem;
        try {
            List<RuleProblem> problems = bind(run, run.memory().boundTypes, run.memory().boundSources);
            if (problems.isEmpty()) {
                return Optional.empty();
            }
            problem = problems.get(0).toString();
        } catch (RuntimeException e) {
            problem = String.valueOf(e.getMessage() == null ? e : e.getMessage());
        }
        return Optional.of("it cannot be bound as it was before the restart: " + problem
                + "; give the same schemas as then, or change the rule");
    }

    private void sayUnbindable(long sequence) {
        unbindable.forEach((run, problem) -> run.cannotBind(problem, sequence));
        unbindable.clear();
    }

    @Override
    public void onEvents(EventRun run, Outputs outputs) {
        sayUnbindable(run.firstSequence());
        if (run.lane() == Lane.CONTROL) {
            hear(run, outputs);
        }
        int from = run.fromRow();
        while (from < run.toRow()) {
            int to = knowledge().nextNew(run.block(), from, run.toRow());
            if (to > from) {
                hand(new EventRun().wrap(run.lane(), run.block(), from, to));
            }
            if (to < run.toRow()) {
                learn(run, to);
            }
            from = to;
        }
        said.giveTo(outputs);
    }

    @Override
    public void onTime(long watermarkTicks, Outputs outputs) {
        sayUnbindable(outputs.cause());
        states().reach(watermarkTicks);
        if (watermarkTicks >= nextDue) {
            nextDue = Long.MAX_VALUE;
            for (RuleRun run : runs) {
                run.reach(watermarkTicks, outputs.cause());
                nextDue = Math.min(nextDue, run.due());
            }
            said.giveTo(outputs);
        }
    }

    @Override
    public void onEnd(Outputs outputs) {
        nextDue = Long.MIN_VALUE;
        sayUnbindable(outputs.cause());
        runs.forEach(run -> run.end(outputs.cause()));
        states().end();
        said.giveTo(outputs);
    }

    @Override
    public long horizon() {
        long first = NO_HORIZON;
        for (RuleRun run : runs) {
            first = Math.min(first, run.horizon());
        }
        return first;
    }

    @Override
    public void refold(EventRun run) {
        long first = run.firstSequence();
        dispatch.run(run, (rule, block, rows, count) -> {
            int kept = 0;
            for (int i = 0; i < count; i++) {
                rows[kept] = rows[i];
                kept += block.sequence(rows[i]) >= rule.memory().boundAt ? 1 : 0;
            }
            if (kept > 0) {
                rule.refold(block, rows, kept, first);
            }
        });
    }

    private void hand(EventRun run) {
        long first = run.firstSequence();
        long last = run.lastSequence();
        dispatch.run(run, (rule, block, rows, count) -> {
            rule.accept(block, rows, count, first, last);
            nextDue = Math.min(nextDue, rule.due());
        });
    }

    private void hear(EventRun run, Outputs outputs) {
        while (run.next()) {
            EventView event = run.event();
            EventType type = setup().catalog().type(event.type());
            if (OwnProvider.BUS.has(type, BusEvents.EVENTS_LOST)) {
                hearOfLoss(event);
            } else if (ProcessorEvents.PROVIDER.has(type, ProcessorEvents.RULES_LOADED)) {
                loaded(event);
                said.giveTo(outputs);
            } else if (CanaryEvents.PROVIDER.has(type, CanaryEvents.STORE_CHANGED)) {
                hearOfStrategy(event);
            }
        }
    }

    private void hearOfLoss(EventView event) {
        try {
            states().losses().take(EventsLost.parseFrom(event.payload()));
        } catch (InvalidProtocolBufferException e) {
            // what cannot be read tells of no loss
        }
    }

    private void hearOfStrategy(EventView event) {
        try {
            states().changed(StoreChanged.parseFrom(event.payload()));
        } catch (InvalidProtocolBufferException e) {
            // what cannot be read tells of no strategy
        }
    }

    private void loaded(EventView event) {
        if (given.isEmpty()) {
            load(event.payload(), event.sequence(), event.timeTicks());
        } else if (when == Given.WHEN_LOADED && states().loaded().isEmpty()) {
            try {
                load(given.get().event().toByteArray(), event.sequence(), event.timeTicks());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Rules that are as they were go on; those that changed start anew, but for how often they fired. */
    private void load(byte[] event, long sequence, long timeTicks) {
        List<RuleRun> before = runs;
        states().load(event);
        start(RuleStates.parsed(event).rules());
        List<RuleRun> now = new ArrayList<>();
        for (RuleRun run : runs) {
            Optional<RuleRun> same = before.stream()
                    .filter(old -> old.rule().name().equals(run.rule().name()))
                    .findFirst();
            if (same.isPresent()
                    && same.get().rule().isSameAs(run.rule())
                    && same.get().fed() != null) {
                same.get().become(run);
                now.add(same.get());
            } else {
                run.memory().unbind();
                states().forgetSeries(run.rule().name());
                now.add(run);
            }
        }
        runs = List.copyOf(now);
        for (RuleRun run : runs) {
            tryToBind(run, sequence, timeTicks);
        }
        dispatch.use(runs);
    }

    private void start(List<Rule> rules) {
        nextDue = Long.MIN_VALUE;
        List<RuleRun> started = new ArrayList<>();
        for (Rule rule : rules) {
            started.add(new RuleRun(rule, started.size(), states().rule(rule.name()), states(), said));
        }
        runs = List.copyOf(started);
    }

    /** A type or source is met for the first time: rules that asked for it can be bound. */
    private void learn(EventRun run, int row) {
        Block block = run.block();
        List<PayloadLayout> layouts = knowledge().learn(block, row);
        long sequence = block.sequence(row);
        for (RuleRun waiting : runs) {
            if (!waiting.memory().isBound()
                    && !waiting.memory().failed
                    && offers(layouts, waiting.rule())
                    && tryToBind(waiting, sequence, block.timeTicks(row))) {
                dispatch.add(waiting);
            }
        }
    }

    private static boolean offers(List<PayloadLayout> layouts, Rule rule) {
        return layouts.stream().anyMatch(layout -> offers(layout, rule));
    }

    private static boolean offers(PayloadLayout layout, Rule rule) {
        return rule.words().contains(layout.provider())
                || rule.words().contains(layout.provider() + "/" + layout.eventName())
                || rule.words().contains("events")
                || rule.words().contains("control")
                || layout.fields().stream().map(Field::name).anyMatch(rule.words()::contains);
    }

    private boolean tryToBind(RuleRun run, long sequence, long timeTicks) {
        nextDue = Long.MIN_VALUE;
        RuleMemory memory = run.memory();
        int types = states().knownTypes();
        if (memory.isBound()
                || types == 0
                || !bind(run, types, states().knownSources()).isEmpty()) {
            return false;
        }
        memory.boundTypes = types;
        memory.boundSources = states().knownSources();
        memory.boundAt = sequence;
        memory.boundTicks = states().watermark();
        said.event(
                sequence,
                -1,
                ProcessorEvents.RULE_BOUND,
                timeTicks,
                RuleBound.newBuilder().setRule(run.rule().name()));
        return true;
    }

    /** What is in the way; nothing if it is bound. */
    private List<RuleProblem> bind(RuleRun run, int types, int sources) {
        KnownTypes known = new KnownTypes(setup().catalog(), types, sources);
        return switch (RuleBinder.bind(run.rule(), known, knowledge().decoder(), run)) {
            case RuleBinder.Outcome.Ok ok -> {
                run.begin(ok.fed(), ok.condition());
                yield List.of();
            }
            case RuleBinder.Outcome.Bad bad -> bad.problems();
        };
    }

    private Setup setup() {
        return Objects.requireNonNull(setup, "not opened yet");
    }

    private RuleStates states() {
        return Objects.requireNonNull(states, "not opened yet");
    }

    private Knowledge knowledge() {
        return Objects.requireNonNull(knowledge, "not opened yet");
    }
}
