package io.ringtail.processors.rules;

import io.ringtail.dsl.follow.Fed;
import io.ringtail.dsl.value.Json;
import io.ringtail.processors.Intent;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.StackTraces;
import io.ringtail.processors.proto.Fired;
import io.ringtail.processors.proto.Inconclusive;
import io.ringtail.processors.proto.Resolved;
import io.ringtail.processors.proto.RuleFailed;
import io.ringtail.processors.proto.Suppressed;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.event.Ticks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A rule that is bound: takes events, and decides what their rows make of it. <b>Threads:</b> one. */
final class RuleRun implements Fed.Rows {
    private static final int MAX_TRACE_CHARS = 4000;
    private static final long NEVER = RuleMemory.NONE;

    private Rule rule;
    private int number;
    private final RuleMemory memory;
    private final RuleStates states;
    private final Said said;
    private @Nullable Fed fed;
    private Optional<LearnedCondition> learned = Optional.empty();
    private List<Integer> keyColumns = List.of();
    private boolean partial;
    private boolean refolding;
    private long cause;

    /** @param number its place among the rules, which is its turn where several speak of one event */
    RuleRun(Rule rule, int number, RuleMemory memory, RuleStates states, Said said) {
        this.rule = rule;
        this.number = number;
        this.memory = memory;
        this.states = states;
        this.said = said;
    }

    Rule rule() {
        return rule;
    }

    RuleMemory memory() {
        return memory;
    }

    /** The same rule as it stands among others now. */
    void become(RuleRun same) {
        rule = same.rule;
        number = same.number;
    }

    /** It works from now on. */
    void begin(Fed bound, Optional<LearnedCondition> condition) {
        fed = bound;
        learned = condition;
        keyColumns = bound.windowTicks().isPresent() ? bound.keyColumns() : columns(bound);
        bound.resume(states.watermark());
    }

    private List<Integer> columns(Fed bound) {
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < bound.columns().size(); i++) {
            if (rule.by().contains(bound.columns().get(i).name())) {
                columns.add(i);
            }
        }
        return columns;
    }

    /** The query at work; none while it is not bound, or when it has failed. */
    @Nullable
    Fed fed() {
        return memory.failed ? null : fed;
    }

    /** Takes events of a block; they are all behind the one that it was bound at. */
    void accept(Block block, int[] rows, int count, long firstSequence, long lastSequence) {
        cause = lastSequence;
        guarded(() -> {
            working().reach(states.watermark()); // it may not have been told of a time at which nothing was due
            working().accept(block, rows, count, firstSequence);
        });
    }

    /** Takes events again from which open windows are built. */
    void refold(Block block, int[] rows, int count, long firstSequence) {
        if (working().windowTicks().isPresent()) {
            refolding = true;
            working().accept(block, rows, count, firstSequence);
            refolding = false;
        }
    }

    void reach(long ticks, long sequence) {
        cause = sequence;
        guarded(() -> working().reach(ticks));
        checkData(ticks);
    }

    /** The recording ended. */
    void end(long sequence) {
        cause = sequence;
        guarded(() -> working().end());
        memory.lastDataTicks = NEVER;
        memory.nodataSaid = false;
        memory.boundTicks = NEVER;
    }

    /** The first time that it has to be told of, if no event comes before. */
    long due() {
        Fed working = fed();
        return Math.min(working == null ? Long.MAX_VALUE : working.due(), dataDue());
    }

    private long dataDue() {
        if (rule.nodataTicks() == 0 || memory.nodataSaid) {
            return Long.MAX_VALUE;
        }
        return memory.lastDataTicks == NEVER ? NEVER : memory.lastDataTicks + rule.nodataTicks();
    }

    long horizon() {
        Fed working = fed();
        return working == null ? Long.MAX_VALUE : working.horizon();
    }

    @Override
    public void window(long startTicks, boolean isPartial) {
        partial = isPartial || startTicks < memory.boundTicks;
        memory.lastDataTicks = Math.max(memory.lastDataTicks, startTicks + windowTicks());
        memory.nodataSaid = false;
    }

    @Override
    public void row(@Nullable Object[] values, long sequence, long timeTicks) {
        if (refolding) {
            return;
        }
        if (learned.isPresent()) {
            learnedRow(new Row(working().columns(), values), learned.get(), timeTicks);
            return;
        }
        boolean holds = Boolean.TRUE.equals(values[values.length - 1]);
        Row row = new Row(working().columns(), values);
        if (sequence >= 0) {
            if (holds) {
                cause = sequence;
                String key = row.key(keyColumns);
                fire(row, key, states.key(rule.name(), key), timeTicks, timeTicks, timeTicks);
            }
        } else if (partial) {
            partialRow(row, holds, timeTicks);
        } else {
            windowRow(row, holds, timeTicks);
        }
    }

    /** Of a window that is not whole nothing is learned. */
    private void learnedRow(Row row, LearnedCondition condition, long startTicks) {
        if (!partial) {
            SeriesMemory series = states.series(rule.name(), row.key(keyColumns));
            Row asked = condition.ask(row.values(), startTicks, series);
            windowRow(asked, Boolean.TRUE.equals(asked.values()[asked.values().length - 1]), startTicks);
        }
    }

    private void partialRow(Row row, boolean holds, long startTicks) {
        if (holds) {
            inconclusive(
                    row.key(keyColumns),
                    "PARTIAL",
                    "the window from " + Ticks.iso(startTicks) + " on is not whole",
                    startTicks);
        }
    }

    private void windowRow(Row row, boolean holds, long startTicks) {
        String key = row.key(keyColumns);
        boolean isKnown = states.hasKey(rule.name(), key);
        if (!holds && !isKnown) {
            return; // nothing is kept of keys for which all is well
        }
        KeyMemory of = states.key(rule.name(), key);
        long endTicks = startTicks + windowTicks();
        int held = of.window(startTicks, holds, rule.of(), windowTicks());
        boolean met = held >= rule.held();
        if (met && (!of.firing || rule.cooldownTicks() > 0 && !of.cools(endTicks, rule.cooldownTicks()))) {
            fire(row, key, of, startTicks, endTicks, endTicks);
        } else if (!met && of.firing) {
            of.firing = false;
            said.event(
                    cause,
                    number,
                    ProcessorEvents.RESOLVED,
                    endTicks,
                    Resolved.newBuilder().setRule(rule.name()).setKey(key));
        }
    }

    private void fire(Row row, String key, KeyMemory of, long startTicks, long endTicks, long now) {
        long lost = rule.unlessLost().isPresent() ? states.losses().between(spanStart(startTicks), endTicks + 1) : 0;
        if (lost > rule.unlessLost().orElse(Long.MAX_VALUE)) {
            suppress(key, of, "LOST", lost + " events of its windows were lost", now);
        } else if (of.cools(now, rule.cooldownTicks())) {
            suppress(key, of, "COOLDOWN", "it fired at " + Ticks.iso(of.lastFiredTicks), now);
        } else if (rule.limit().isPresent() && !memory.fired.take(rule.limit().get(), now)) {
            suppress(key, of, "LIMIT", "it fired " + rule.limit().get().times() + " times", now);
        } else {
            fired(row, key, of, startTicks, endTicks, now);
        }
    }

    private long spanStart(long startTicks) {
        return startTicks - (rule.of() - 1) * windowTicks();
    }

    private void suppress(String key, KeyMemory of, String reason, String detail, long now) {
        of.suppressed++;
        if (!of.suppressionSaid) {
            of.suppressionSaid = true;
            say(key, reason, detail, now);
        }
    }

    private void say(String key, String reason, String detail, long now) {
        said.event(
                cause,
                number,
                ProcessorEvents.SUPPRESSED,
                now,
                Suppressed.newBuilder()
                        .setRule(rule.name())
                        .setKey(key)
                        .setReason(reason)
                        .setDetail(detail));
    }

    private void fired(Row row, String key, KeyMemory of, long startTicks, long endTicks, long now) {
        boolean windowed = working().windowTicks().isPresent();
        String message = row.message(rule, key, startTicks);
        Fired.Builder event = Fired.newBuilder()
                .setRule(rule.name())
                .setKey(key)
                .setMode(rule.armed() ? "armed" : "shadow")
                .setSeverity(rule.severity())
                .setMessage(message)
                .setRow(row.json())
                .setLabels(Json.format(rule.labels()))
                .setSuppressed(of.suppressed);
        if (windowed) {
            event.setWindowStartTicks(startTicks).setWindowEndTicks(endTicks);
        }
        said.event(cause, number, ProcessorEvents.FIRED, now, event);
        of.firing = windowed;
        of.fired(now);
        if (rule.armed()) {
            act(row, key, message, now);
        }
    }

    private void act(Row row, String key, String message, long now) {
        for (int i = 0; i < rule.actions().size(); i++) {
            Action action = rule.actions().get(i);
            boolean may = action.limit().isEmpty()
                    || memory.done
                            .computeIfAbsent(i, n -> new Times())
                            .take(action.limit().get(), now);
            if (may) {
                Intent intent =
                        new Intent(rule.name(), key, action.name(), arguments(action, row, message, now), message);
                if (action.what() instanceof Action.ExportSession export) {
                    states.later(new Delayed(intent, now), now + export.afterTicks());
                } else {
                    said.intent(cause, number, now, intent);
                }
            } else {
                say(key, "ACTION_LIMIT", action.name() + " was done often enough", now);
            }
        }
    }

    private String arguments(Action action, Row row, String message, long now) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        switch (action.what()) {
            case Action.Alert alert -> {
                arguments.put("severity", rule.severity());
                arguments.put("labels", rule.labels());
                arguments.put("message", message);
            }
            case Action.OfService of -> {
                String service = text(of.service(), row);
                arguments.put("service", service);
                states.trial(service).ifPresent(trial -> {
                    arguments.put("version", trial.version());
                    arguments.put("epoch", (long) trial.epoch());
                });
                arguments.put("by", "rule " + rule.name());
                arguments.put("at", Ticks.iso(now));
            }
            case Action.Dump dump -> arguments.put("process", text(dump.process(), row));
            case Action.Check check -> arguments.put("check", check.check());
            case Action.ExportSession export -> {
                arguments.put("from", Ticks.iso(now - export.beforeTicks()));
                arguments.put("to", Ticks.iso(now + export.afterTicks()));
                arguments.put("firing", cause);
            }
        }
        return Json.format(arguments);
    }

    private static String text(Action.Operand operand, Row row) {
        return switch (operand) {
            case Action.Text text -> text.text();
            case Action.Column column -> row.text(column.name());
        };
    }

    /** Says once that for too long there was no window with rows. */
    private void checkData(long ticks) {
        if (rule.nodataTicks() == 0) {
            return;
        }
        if (memory.lastDataTicks == NEVER) {
            memory.lastDataTicks = ticks;
        }
        if (!memory.nodataSaid && ticks - memory.lastDataTicks >= rule.nodataTicks()) {
            memory.nodataSaid = true;
            inconclusive("", "NODATA", "no event since " + Ticks.iso(memory.lastDataTicks), ticks);
        }
    }

    private void inconclusive(String key, String reason, String detail, long ticks) {
        said.event(
                cause,
                number,
                ProcessorEvents.INCONCLUSIVE,
                ticks,
                Inconclusive.newBuilder()
                        .setRule(rule.name())
                        .setKey(key)
                        .setReason(reason)
                        .setDetail(detail));
    }

    /** A rule that throws is stopped; others go on. */
    private void guarded(Runnable work) {
        if (fed() == null) {
            return;
        }
        try {
            work.run();
        } catch (RuntimeException e) {
            memory.failed = true;
            fail(String.valueOf(e.getMessage() == null ? e : e.getMessage()), StackTraces.text(e, MAX_TRACE_CHARS));
        }
    }

    /** It was bound before the process ended, and cannot be any more: it is stopped, and says so. */
    void cannotBind(String problem, long sequence) {
        cause = sequence;
        memory.failed = true;
        fail(problem, "");
    }

    private void fail(String problem, String trace) {
        said.event(
                cause,
                number,
                ProcessorEvents.RULE_FAILED,
                Math.max(0, states.watermark()),
                RuleFailed.newBuilder().setRule(rule.name()).setProblem(problem).setStackTrace(trace));
    }

    private long windowTicks() {
        return working().windowTicks().orElse(0);
    }

    private Fed working() {
        Fed working = fed;
        if (working == null) {
            throw new IllegalStateException("the rule '" + rule.name() + "' is not bound");
        }
        return working;
    }
}
