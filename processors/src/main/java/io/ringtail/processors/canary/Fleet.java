package io.ringtail.processors.canary;

import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.state.States;
import io.ringtail.processors.state.ValueState;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a host knows of its fleet: its own name, who judges, and what each host has counted. All of it was journaled before,
 * as changes of the store. <b>Threads:</b> one.
 */
final class Fleet {
    private static final long NEVER = Long.MIN_VALUE;

    private final ValueState<String> self;
    private final ValueState<String> owner;
    private final MapState<String, Counted> services;

    /** What was heard of one service. */
    private static final class Counted {
        private final Map<String, FleetReport> byHost = new TreeMap<>();
        private long judgedBefore = NEVER;

        private void write(DataOutputStream out) throws IOException {
            out.writeLong(judgedBefore);
            Map<String, String> texts = new TreeMap<>();
            byHost.forEach((host, report) -> texts.put(host, report.text()));
            texts.values().removeIf(text -> text.length() > FleetReport.MOST_TEXT);
            out.writeInt(texts.size());
            for (Map.Entry<String, String> text : texts.entrySet()) {
                out.writeUTF(text.getKey());
                out.writeUTF(text.getValue());
            }
        }

        private static Counted read(DataInputStream in) throws IOException {
            Counted read = new Counted();
            read.judgedBefore = in.readLong();
            for (int left = in.readInt(); left > 0; left--) {
                String host = in.readUTF();
                FleetReport.parse(in.readUTF()).ifPresent(report -> read.byHost.put(host, report));
            }
            return read;
        }
    }

    Fleet(States states) {
        self = states.value("self", Codec.TEXT);
        owner = states.value("owner", Codec.TEXT);
        services = states.map("fleet", Codec.TEXT, Codec.of((out, counted) -> counted.write(out), Counted::read));
    }

    /** Whether the host is one of several; without a name it judges for itself. */
    boolean isMember() {
        return self.get().isPresent();
    }

    /** Whether this host judges for all. */
    boolean isOwner() {
        return self.get().isPresent() && self.get().equals(owner.get());
    }

    /** Hears a change of the store; false if it is none of the fleet's. */
    boolean hear(StoreChanged change) {
        String key = change.getKey();
        if (key.equals(StoreFeed.SELF)) {
            self.set(change.getValue());
        } else if (key.equals(FleetMember.OWNER)) {
            if (change.getGone()) {
                owner.clear();
            } else {
                owner.set(change.getValue());
            }
        } else if (key.startsWith(StrategyStore.METRICS)) {
            hearCounts(key.substring(StrategyStore.METRICS.length()), change);
        } else {
            return false;
        }
        return true;
    }

    private void hearCounts(String serviceAndHost, StoreChanged change) {
        int slash = serviceAndHost.indexOf('/');
        if (slash < 0) {
            return;
        }
        Counted counted = counted(serviceAndHost.substring(0, slash));
        String host = serviceAndHost.substring(slash + 1);
        if (change.getGone()) {
            counted.byHost.remove(host);
        } else {
            FleetReport.parse(change.getValue()).ifPresent(report -> counted.byHost.put(host, report));
        }
    }

    /** Takes a window of this host's. */
    void count(Service service, long start, Window window) {
        String host = self.get().orElseThrow();
        Map<String, FleetReport> byHost = counted(service.name()).byHost;
        FleetReport fresh = FleetReport.of(service.strategy());
        FleetReport known = byHost.getOrDefault(host, fresh);
        byHost.put(host, (known.isSameTrial(fresh) ? known : fresh).with(Map.of(start, window)));
    }

    /** The windows that begin before a time and were not asked for yet, each by host; they are asked for once. */
    NavigableMap<Long, Map<String, Window>> due(Service service, long beforeTicks) {
        Strategy strategy = service.strategy();
        Counted counted = counted(service.name());
        NavigableMap<Long, Map<String, Window>> due = new TreeMap<>();
        counted.byHost.forEach((host, report) -> {
            if (report.isOf(strategy) && counted.judgedBefore < beforeTicks) {
                report.windows()
                        .subMap(counted.judgedBefore, true, beforeTicks, false)
                        .forEach((start, window) -> due.computeIfAbsent(start, key -> new TreeMap<>())
                                .put(host, window));
            }
        });
        counted.judgedBefore = Math.max(counted.judgedBefore, beforeTicks);
        return due;
    }

    /** Time starts over. */
    void restartTime() {
        services.forEach((service, counted) -> {
            counted.byHost.clear();
            counted.judgedBefore = NEVER;
        });
    }

    private Counted counted(String service) {
        if (services.get(service).isEmpty()) {
            services.put(service, new Counted());
        }
        return services.get(service).orElseThrow();
    }
}
