package io.ringtail.processors.rules;

import com.google.protobuf.InvalidProtocolBufferException;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.proto.RulesLoaded;
import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.state.States;
import io.ringtail.processors.state.TimerState;
import io.ringtail.processors.state.ValueState;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.Strategy.Trial;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What rules keep from event to event. */
final class RuleStates {
    private final MapState<String, RuleMemory> rules;
    private final MapState<KeyMemory.Key, KeyMemory> keys;
    private final MapState<KeyMemory.Key, SeriesMemory> series;
    private final MapState<String, Trial> trials;
    private final ValueState<KnownLosses> losses;
    private final ValueState<Long> watermark;
    private final ValueState<Long> knownTypes;
    private final ValueState<Long> knownSources;
    private final ValueState<byte[]> loaded;
    private final TimerState<Delayed> delayed;

    RuleStates(States states, TimerState.Call<Delayed> due) {
        rules = states.map("rules", Codec.TEXT, RuleMemory.CODEC);
        keys = states.map("keys", KeyMemory.Key.CODEC, KeyMemory.CODEC);
        series = states.map("series", KeyMemory.Key.CODEC, SeriesMemory.CODEC);
        trials = states.map("trials", Codec.TEXT, Codec.of(RuleStates::write, RuleStates::readTrial));
        losses = states.value("losses", KnownLosses.CODEC);
        watermark = states.value("watermark", Codec.LONG);
        knownTypes = states.value("types", Codec.LONG);
        knownSources = states.value("sources", Codec.LONG);
        loaded = states.value("loaded", Codec.BYTES);
        delayed = states.timers("delayed", Delayed.CODEC, due);
    }

    RuleMemory rule(String name) {
        Optional<RuleMemory> known = rules.get(name);
        if (known.isPresent()) {
            return known.get();
        }
        RuleMemory fresh = new RuleMemory();
        rules.put(name, fresh);
        return fresh;
    }

    boolean hasKey(String rule, String key) {
        return keys.get(new KeyMemory.Key(rule, key)).isPresent();
    }

    KeyMemory key(String rule, String key) {
        KeyMemory.Key name = new KeyMemory.Key(rule, key);
        Optional<KeyMemory> known = keys.get(name);
        if (known.isPresent()) {
            return known.get();
        }
        KeyMemory fresh = new KeyMemory();
        keys.put(name, fresh);
        return fresh;
    }

    SeriesMemory series(String rule, String key) {
        KeyMemory.Key name = new KeyMemory.Key(rule, key);
        Optional<SeriesMemory> known = series.get(name);
        if (known.isPresent()) {
            return known.get();
        }
        SeriesMemory fresh = new SeriesMemory();
        series.put(name, fresh);
        return fresh;
    }

    /** The rule asks something else from now on. */
    void forgetSeries(String rule) {
        removeSeries(key -> key.rule().equals(rule));
    }

    private void removeSeries(Predicate<KeyMemory.Key> which) {
        List<KeyMemory.Key> all = new ArrayList<>();
        series.forEach((key, memory) -> all.add(key));
        all.stream().filter(which).forEach(series::remove);
    }

    /** Time starts over. */
    void end() {
        rules.forEach((name, memory) -> memory.end());
        keys.forEach((key, memory) -> memory.end());
        losses.clear(); // the next recording has its own
        removeSeries(key -> true);
        watermark.clear();
    }

    /** What is on trial of a service, as far as the store's changes were journaled; empty if nothing is. */
    Optional<Trial> trial(String service) {
        return trials.get(service);
    }

    /** Hears that the store has changed; with a text that is no strategy the one before stays in force. */
    void changed(StoreChanged change) {
        if (!change.getKey().startsWith(StrategyStore.STRATEGIES)) {
            return;
        }
        String service = StoreKeys.service(change.getKey());
        if (change.getGone()) {
            trials.remove(service);
        } else if (Strategy.read(service, change.getValue()) instanceof Strategy.Reading.Ok read) {
            trials.put(service, read.strategy().trial());
        }
    }

    private static void write(DataOutput out, Trial trial) throws IOException {
        Codec.writeText(out, trial.version());
        out.writeInt(trial.epoch());
    }

    private static Trial readTrial(DataInput in) throws IOException {
        return new Trial(Codec.readText(in), in.readInt());
    }

    KnownLosses losses() {
        Optional<KnownLosses> known = losses.get();
        if (known.isPresent()) {
            return known.get();
        }
        KnownLosses fresh = new KnownLosses();
        losses.set(fresh);
        return fresh;
    }

    /** {@link RuleMemory#NONE} while no time has come. */
    long watermark() {
        return watermark.get().orElse(RuleMemory.NONE);
    }

    void reach(long ticks) {
        watermark.set(ticks);
    }

    int knownTypes() {
        return Math.toIntExact(knownTypes.get().orElse(0L));
    }

    int knownSources() {
        return Math.toIntExact(knownSources.get().orElse(0L));
    }

    void know(int types, int sources) {
        knownTypes.set((long) types);
        knownSources.set((long) sources);
    }

    Optional<RuleSet> loaded() {
        return loaded.get().map(RuleStates::parsed);
    }

    void load(byte[] event) {
        loaded.set(event);
    }

    void later(Delayed intent, long ticks) {
        delayed.set(intent, ticks);
    }

    static RuleSet parsed(byte[] event) {
        try {
            return RuleSet.of(RulesLoaded.parseFrom(event));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the rules that were loaded cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For timers: what is due is caused by what moved time. */
    static void due(Delayed delayed, long ticks, Outputs outputs) {
        outputs.intent(outputs.cause(), delayed.firedAt(), delayed.intent());
    }
}
