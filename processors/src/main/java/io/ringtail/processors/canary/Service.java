package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.Strategy;
import io.ringtail.ring.event.Ticks;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the processor keeps of one service: its strategy in force, the windows that are open, and its trial's record. */
final class Service {
    private static final long NEVER = Long.MIN_VALUE;

    private final String name;
    private final Strategy strategy;
    private final String text;
    private final long revision;
    private final NavigableMap<Long, Window> windows = new TreeMap<>();
    private final TrialRecord record;
    /** Windows before it are judged. */
    private long closedBefore = NEVER;

    private long late;
    /** The revision on which something was asked for that has not come to an end; 0: none. */
    private long pendingRevision;

    /** What was told already, so that it is told once. */
    private String told = "";

    private @Nullable Aftermath aftermath;
    private long lastRequests;
    private long lastFailures;

    Service(String name, Strategy strategy, String text, long revision, TrialRecord record) {
        this.name = name;
        this.strategy = strategy;
        this.text = text;
        this.revision = revision;
        this.record = record;
    }

    /** The same with another strategy; of another trial nothing is carried over but what was counted. */
    Service with(Strategy next, String nextText, long nextRevision, long nowTicks) {
        boolean sameTrial = next.trial().equals(strategy.trial());
        Service changed = new Service(
                name, next, nextText, nextRevision, sameTrial ? record : new TrialRecord(Math.max(nowTicks, 0)));
        if (sameTrial) {
            record.inForce(strategy, next, nowTicks);
        } else {
            changed.record.seen(next, nowTicks);
        }
        boolean sameWindows = sameTrial && next.interval().equals(strategy.interval());
        changed.closedBefore = sameWindows ? closedBefore : NEVER;
        if (sameWindows) {
            changed.windows.putAll(windows);
        }
        changed.aftermath = aftermath;
        changed.lastRequests = lastRequests;
        changed.lastFailures = lastFailures;
        changed.told = sameTrial ? told : "";
        return changed;
    }

    String name() {
        return name;
    }

    Strategy strategy() {
        return strategy;
    }

    /** The strategy with the text that it stands in. */
    Strategy.Reading.Ok read() {
        if (Strategy.read(name, text) instanceof Strategy.Reading.Ok ok) {
            return ok;
        }
        throw new IllegalStateException("the strategy of '" + name + "' was read before");
    }

    long revision() {
        return revision;
    }

    TrialRecord record() {
        return record;
    }

    NavigableMap<Long, Window> windows() {
        return windows;
    }

    long intervalTicks() {
        return Ticks.in(strategy.interval());
    }

    long latenessTicks() {
        return Ticks.in(strategy.lateness());
    }

    long closedBefore() {
        return closedBefore;
    }

    void closeBefore(long ticks) {
        closedBefore = ticks;
    }

    /** The window of a time; empty if it is judged already, which counts as late. */
    Optional<Window> windowAt(long timeTicks) {
        long start = timeTicks - Math.floorMod(timeTicks, intervalTicks());
        if (start < closedBefore) {
            late++;
            return Optional.empty();
        }
        return Optional.of(windows.computeIfAbsent(start, key -> new Window()));
    }

    /** Requests that came late since it was asked last. */
    long takeLate() {
        long taken = late;
        late = 0;
        return taken;
    }

    boolean isPending() {
        return pendingRevision == revision;
    }

    void pending() {
        pendingRevision = revision;
    }

    void settled() {
        pendingRevision = 0;
    }

    /** False if it was told last already. */
    boolean tell(String what) {
        boolean isNew = !told.equals(what);
        told = what;
        return isNew;
    }

    Optional<Aftermath> aftermath() {
        return Optional.ofNullable(aftermath);
    }

    void watchAftermath(@Nullable Aftermath watched) {
        aftermath = watched;
    }

    /** The last window that was judged, of which the sums over both versions are kept. */
    void last(Window window) {
        lastRequests = window.trial().requests() + window.stable().requests();
        lastFailures = window.trial().failures() + window.stable().failures();
    }

    long lastRequests() {
        return lastRequests;
    }

    long lastFailures() {
        return lastFailures;
    }

    /** Another recording began: what is open is gone, and time starts over. */
    void restartTime(long nowTicks) {
        windows.clear();
        closedBefore = NEVER;
        record.restartTime(nowTicks);
        aftermath = null;
    }

    void write(DataOutputStream out) throws IOException {
        Texts.write(out, name);
        Texts.write(out, text);
        out.writeLong(revision);
        record.write(out);
        out.writeInt(windows.size());
        for (Map.Entry<Long, Window> window : windows.entrySet()) {
            out.writeLong(window.getKey());
            window.getValue().write(out);
        }
        out.writeLong(closedBefore);
        out.writeLong(late);
        out.writeLong(pendingRevision);
        Texts.write(out, told);
        out.writeLong(lastRequests);
        out.writeLong(lastFailures);
        Aftermath watched = aftermath;
        out.writeBoolean(watched != null);
        if (watched != null) {
            watched.write(out);
        }
    }

    static Service read(DataInputStream in) throws IOException {
        String name = Texts.read(in);
        String text = Texts.read(in);
        if (!(Strategy.read(name, text) instanceof Strategy.Reading.Ok ok)) {
            throw new IOException("the strategy of '" + name + "' that was stored is none");
        }
        Service read = new Service(name, ok.strategy(), text, in.readLong(), TrialRecord.read(in));
        for (int left = in.readInt(); left > 0; left--) {
            read.windows.put(in.readLong(), Window.read(in));
        }
        read.closedBefore = in.readLong();
        read.late = in.readLong();
        read.pendingRevision = in.readLong();
        read.told = Texts.read(in);
        read.lastRequests = in.readLong();
        read.lastFailures = in.readLong();
        read.aftermath = in.readBoolean() ? Aftermath.read(in) : null;
        return read;
    }
}
