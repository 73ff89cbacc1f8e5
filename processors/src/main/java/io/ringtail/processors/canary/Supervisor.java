package io.ringtail.processors.canary;

import io.ringtail.dsl.value.Json;
import io.ringtail.processors.Intent;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.canary.proto.Alert;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.canary.proto.StrategyRejected;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.event.Ticks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Closes windows, judges them, and asks for what follows, unless something holds it back. <b>Threads:</b> one. */
final class Supervisor {
    private static final long NEVER = Long.MIN_VALUE;
    /** Of a time without any event so many windows are judged as empty. */
    private static final int EMPTY_WINDOWS = 3;

    private final Guard guard;
    private final Fleet fleet;
    private final MapState<String, String> pending;
    private final Predicate<String> doneAtOnce;
    private final Deque<StoreChanged> answers = new ArrayDeque<>();
    /** When the event was that is heard; while no time has come, what follows from it is of then. */
    private long causeTicks;

    /**
     * @param pending by service, the key of the intent that was asked for last
     * @param doneAtOnce for which services what is asked for counts as done
     */
    Supervisor(Guard guard, Fleet fleet, MapState<String, String> pending, Predicate<String> doneAtOnce) {
        this.guard = guard;
        this.fleet = fleet;
        this.pending = pending;
        this.doneAtOnce = doneAtOnce;
    }

    /** The next change of the store that counts as made. */
    Optional<StoreChanged> nextAnswer() {
        return Optional.ofNullable(answers.poll());
    }

    /** The time of the event that is heard next. */
    void causedAt(long timeTicks) {
        causeTicks = timeTicks;
    }

    private long timeOf(long nowTicks) {
        return nowTicks == NEVER ? causeTicks : nowTicks;
    }

    /** Hears that event time has come to a point. */
    void reach(Service service, long nowTicks, boolean jumped, Outputs outputs) {
        long interval = service.intervalTicks();
        long due = nowTicks - service.latenessTicks();
        long end = due - Math.floorMod(due, interval);
        if (service.closedBefore() == NEVER) {
            service.closeBefore(
                    service.windows().isEmpty()
                            ? end
                            : Math.min(end, service.windows().firstKey()));
        }
        if (end <= service.closedBefore()) {
            return;
        }
        close(service, end, jumped, outputs);
        if (jumped) {
            service.record().restartTime(nowTicks); // nothing is known of the time that was left out
        }
        act(service, nowTicks, outputs);
    }

    private void close(Service service, long end, boolean jumped, Outputs outputs) {
        long interval = service.intervalTicks();
        long start = service.closedBefore();
        while (start < end) {
            Optional<Window> window = Optional.ofNullable(service.windows().remove(start));
            if (window.isPresent() || !jumped) {
                closed(service, start, window.orElseGet(Window::new), outputs);
            }
            long next = start + interval;
            Long first = service.windows().ceilingKey(next);
            long nextKnown = first == null || first > end ? end : first;
            start = Math.max(next, jumped ? nextKnown : Math.min(nextKnown, end - EMPTY_WINDOWS * interval));
        }
        service.closeBefore(end);
        if (isOfFleet(service) && fleet.isOwner()) {
            judgeFleet(service, end - interval, false, outputs);
        }
    }

    private boolean isOfFleet(Service service) {
        return service.strategy().scope() == Strategy.Scope.FLEET && fleet.isMember();
    }

    private void closed(Service service, long start, Window window, Outputs outputs) {
        if (!isOfFleet(service)) {
            judge(service, start, window, false, outputs);
        } else if (!window.isEmpty()) {
            fleet.count(service, start, window);
            FleetReport report = FleetReport.of(service.strategy()).with(Map.of(start, window));
            String arguments = FleetMember.arguments(service, report);
            Intent publish = new Intent(
                    Canary.NAME,
                    service.name(),
                    FleetMember.PUBLISH,
                    arguments,
                    "what was counted from " + Ticks.iso(start));
            outputs.intent(outputs.cause(), start + service.intervalTicks(), publish);
        }
    }

    /** An interval later than its own: by then the other hosts have said what they counted. */
    private void judgeFleet(Service service, long beforeTicks, boolean partial, Outputs outputs) {
        fleet.due(service, beforeTicks).forEach((start, byHost) -> {
            Window sum = FleetJudge.sum(byHost, "");
            if (sum.trial().requests() > 0) {
                service.record().served(start + service.intervalTicks());
            }
            Judgement judgement = FleetJudge.judge(service.strategy(), byHost);
            judged(service, start, sum, partial, judgement, 0, byHost.size(), outputs);
        });
    }

    /** The recording ended: what is open is judged as it is, and nothing follows from it. */
    void end(Service service, Outputs outputs) {
        if (isOfFleet(service)) {
            service.windows().clear();
            if (fleet.isOwner()) {
                judgeFleet(service, Long.MAX_VALUE, true, outputs);
            }
            return;
        }
        while (!service.windows().isEmpty()) {
            Map.Entry<Long, Window> first = service.windows().pollFirstEntry();
            judge(service, first.getKey(), first.getValue(), true, outputs);
        }
    }

    private void judge(Service service, long start, Window window, boolean partial, Outputs outputs) {
        Strategy strategy = service.strategy();
        long end = start + service.intervalTicks();
        int crashes = service.record().crashesWithin(strategy.crashWindow(), end);
        Judgement judgement = Judge.judge(strategy, window.trial(), window.stable(), window.lost());
        if (strategy.rollbackOnCrashes() > 0 && crashes >= strategy.rollbackOnCrashes()) {
            judgement = new Judgement(
                    Verdict.FAIL,
                    Measure.CRASHES,
                    true,
                    crashes,
                    1,
                    strategy.rollbackOnCrashes(),
                    "",
                    crashes + " crashes within " + strategy.crashWindow().toSeconds() + " s");
        }
        judged(service, start, window, partial, judgement, crashes, 1, outputs);
    }

    private void judged(
            Service service,
            long start,
            Window window,
            boolean partial,
            Judgement judgement,
            int crashes,
            int hosts,
            Outputs outputs) {
        Strategy strategy = service.strategy();
        long end = start + service.intervalTicks();
        outputs.event(
                CanaryEvents.PROVIDER,
                CanaryEvents.JUDGED,
                end,
                Messages.judged(service, start, window, partial, judgement, crashes, hosts));
        if (!partial) {
            if (!strategy.rollback()) {
                service.record().judged(judgement);
            }
            followUp(service, start, window, end, outputs);
            service.last(window);
        }
    }

    private void followUp(Service service, long start, Window window, long end, Outputs outputs) {
        Optional<Aftermath> watched = service.aftermath();
        if (watched.isEmpty() || !watched.get().take(start, window)) {
            return;
        }
        Aftermath aftermath = watched.get();
        service.watchAftermath(null);
        Aftermath.Verdict verdict = aftermath.verdict(service.strategy());
        outputs.event(
                CanaryEvents.PROVIDER,
                CanaryEvents.ROLLBACK_VERDICT,
                end,
                Messages.verdict(service, aftermath, verdict));
        if (verdict == Aftermath.Verdict.NOT_HELPED || verdict == Aftermath.Verdict.NOT_CARRIED_OUT) {
            alert(service, verdict.name(), Messages.why(aftermath, verdict), "critical", end, outputs);
        }
    }

    /** Asks for what the record says, once a revision. */
    private void act(Service service, long nowTicks, Outputs outputs) {
        boolean othersAct = isOfFleet(service) && !fleet.isOwner();
        if (service.isPending() || nowTicks == NEVER || othersAct) {
            return;
        }
        Strategy strategy = service.strategy();
        Optional<Decision> decision = service.record().decide(strategy, nowTicks);
        if (decision.isEmpty()) {
            tell(service, nowTicks, outputs);
            return;
        }
        Decision wanted = decision.get();
        Optional<String> hindrance = guard.hindrance(wanted.action(), strategy, nowTicks);
        if (hindrance.isPresent()) {
            String message = wanted.action().id() + " not asked for, as it is " + hindrance.get()
                    + "; it would be for: " + wanted.why();
            if (service.tell("suppressed " + wanted.action() + hindrance.get())) {
                alert(service, "SUPPRESSED", message, "critical", nowTicks, outputs);
            }
            return;
        }
        service.pending();
        if (wanted.action() == Action.ROLLBACK) {
            guard.rolledBack(service.name(), strategy.trial(), nowTicks);
        }
        Intent intent = new Intent(
                Canary.NAME, service.name(), wanted.action().id(), arguments(service, wanted, nowTicks), wanted.why());
        pending.put(service.name(), outputs.intent(outputs.cause(), nowTicks, intent));
        if (doneAtOnce.test(service.name())) {
            answers.add(answer(service, wanted, nowTicks));
        }
    }

    private static StoreChanged answer(Service service, Decision wanted, long nowTicks) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("action", wanted.action().id());
        reason.put("by", "ringtail");
        reason.put("at", Ticks.iso(nowTicks));
        reason.put("why", wanted.why());
        Optional<Double> weight = wanted.action() == Action.PROMOTE || wanted.action() == Action.RESUME
                ? Optional.of(wanted.weight())
                : Optional.empty();
        return StoreChanged.newBuilder()
                .setKey(StoreKeys.strategy(service.name()))
                .setRevision(service.revision() + 1)
                .setValue(StrategyChanges.apply(wanted.action(), service.read(), weight, reason))
                .build();
    }

    private static String arguments(Service service, Decision wanted, long nowTicks) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("service", service.name());
        arguments.put("revision", service.revision());
        arguments.put("version", service.strategy().version());
        arguments.put("epoch", (long) service.strategy().epoch());
        if (wanted.action() == Action.PROMOTE || wanted.action() == Action.RESUME) {
            arguments.put("weight", wanted.weight());
        }
        arguments.put("at", Ticks.iso(nowTicks));
        return Json.format(arguments);
    }

    private void tell(Service service, long nowTicks, Outputs outputs) {
        Strategy strategy = service.strategy();
        if (strategy.rollback() || strategy.paused()) {
            return;
        }
        if (service.record().isWithoutData(strategy, nowTicks)) {
            if (service.tell("no data")) {
                String message = "no request to " + strategy.version() + " for "
                        + strategy.noDataAfter().toSeconds() + " s; its weight is held";
                alert(service, "NO_DATA", message, "warning", nowTicks, outputs);
            }
        } else if (service.record().isHeld(strategy)) {
            if (service.tell("held")) {
                String message =
                        strategy.inconclusiveLimit() + " windows in a row say nothing certain; it is not promoted";
                alert(service, "HELD", message, "warning", nowTicks, outputs);
            }
        } else {
            service.tell("");
        }
    }

    /** What the store holds has changed. */
    void changed(MapState<String, Service> services, StoreChanged change, long nowTicks, Outputs outputs) {
        if (fleet.hear(change)) {
            return;
        }
        String key = change.getKey();
        if (key.startsWith(StrategyStore.STRATEGIES)) {
            strategy(services, key.substring(StrategyStore.STRATEGIES.length()), change, nowTicks, outputs);
            return;
        }
        if (key.equals(StrategyStore.DISARMED)) {
            guard.disarm(change.getGone() ? "" : Messages.said(change.getValue()));
        } else if (key.equals(StrategyStore.LIMITS)) {
            Optional<String> limit = change.getGone() ? Optional.empty() : Optional.of(change.getValue());
            guard.limit(Messages.rollbacksAnHour(limit));
        }
        services.forEach((name, service) -> act(service, nowTicks, outputs));
    }

    private void strategy(
            MapState<String, Service> services, String name, StoreChanged change, long nowTicks, Outputs outputs) {
        if (change.getGone()) {
            services.remove(name);
            pending.remove(name);
            return;
        }
        Optional<Service> known = services.get(name);
        if (known.isPresent() && known.get().revision() == change.getRevision()) {
            return; // told again for a processor that has not heard it
        }
        switch (Strategy.read(name, change.getValue())) {
            case Strategy.Reading.Bad bad ->
                rejected(name, change.getRevision(), known, bad.message(), nowTicks, outputs);
            case Strategy.Reading.Ok ok -> {
                for (String note : ok.notes()) {
                    rejected(name, change.getRevision(), Optional.empty(), note, nowTicks, outputs);
                }
                Service service = known.map(
                                before -> before.with(ok.strategy(), change.getValue(), change.getRevision(), nowTicks))
                        .orElseGet(() -> first(name, ok.strategy(), change, nowTicks));
                services.put(name, service);
                known.ifPresent(before -> compare(before, service, ok, nowTicks, outputs));
                act(service, nowTicks, outputs);
            }
        }
    }

    private static Service first(String name, Strategy strategy, StoreChanged change, long nowTicks) {
        TrialRecord record = new TrialRecord(Math.max(nowTicks, 0));
        record.seen(strategy, nowTicks);
        return new Service(name, strategy, change.getValue(), change.getRevision(), record);
    }

    private void rejected(
            String name, long revision, Optional<Service> known, String message, long nowTicks, Outputs outputs) {
        outputs.event(
                CanaryEvents.PROVIDER,
                CanaryEvents.STRATEGY_REJECTED,
                timeOf(nowTicks),
                StrategyRejected.newBuilder()
                        .setService(name)
                        .setRevision(revision)
                        .setMessage(message)
                        .setInForce(known.map(Service::revision).orElse(0L)));
    }

    /** What somebody, most often Ringtail, has done to the trial. */
    private void compare(Service before, Service now, Strategy.Reading.Ok read, long nowTicks, Outputs outputs) {
        Strategy old = before.strategy();
        Strategy strategy = now.strategy();
        if (!strategy.trial().equals(old.trial())) {
            return;
        }
        String why = Messages.why(read.text());
        if (strategy.rollback() && !old.rollback()) {
            guard.rolledBack(now.name(), strategy.trial(), nowTicks);
            now.watchAftermath(new Aftermath(
                    strategy.trial(),
                    nowTicks == NEVER ? 0 : nowTicks + now.intervalTicks(),
                    now.lastRequests(),
                    now.lastFailures()));
            alert(now, "ROLLBACK", why, "critical", nowTicks, outputs);
        } else if (strategy.paused() && !old.paused()) {
            alert(now, "PAUSE", why, "critical", nowTicks, outputs);
        } else if (!strategy.paused() && old.paused()) {
            alert(now, "RESUME", why, "info", nowTicks, outputs);
        } else if (strategy.weight() > old.weight()) {
            alert(now, "PROMOTE", "weight " + strategy.weight() + ": " + why, "info", nowTicks, outputs);
        }
    }

    /** What was asked for came to an end. */
    void finished(Service service, Outcome outcome, Outputs outputs) {
        boolean ofCounts = outcome.getAction().equals(FleetMember.PUBLISH);
        if (ofCounts || outcome.getStatus().equals("DONE") || !service.isPending()) {
            return; // the change itself is heard from the store
        }
        Optional<String> asked = pending.get(service.name()); // none in a state of before keys were kept
        if (asked.isPresent() && !asked.get().equals(outcome.getIdempotencyKey())) {
            return; // of an older wish: what was asked for since is still under way
        }
        service.settled();
        guard.notRolledBack(service.name(), service.strategy().trial());
        String what = outcome.getStatus() + " " + outcome.getAction();
        if (service.tell(what)) {
            alert(service, "REFUSED", what + ": " + outcome.getDetail(), "warning", NEVER, outputs);
        }
    }

    private void alert(Service service, String what, String message, String severity, long timeTicks, Outputs outputs) {
        outputs.event(
                CanaryEvents.PROVIDER,
                CanaryEvents.ALERT,
                timeOf(timeTicks),
                Alert.newBuilder()
                        .setService(service.name())
                        .setVersion(service.strategy().version())
                        .setEpoch(service.strategy().epoch())
                        .setWhat(what)
                        .setMessage(message)
                        .setSeverity(severity));
    }
}
