package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.Strategy;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of events before to read a request: those that began and have not ended, what runs as which
 * process, and which table tells of a service's requests. <b>Threads:</b> one.
 */
final class RequestMemory {
    /** Of more the oldest is forgotten: its end was lost, or it takes for ever. */
    private static final int MOST_STARTED = 16_384;

    private final Map<String, Started> started = new LinkedHashMap<>();
    private final Map<String, String> measured = new TreeMap<>();
    private final Processes processes;

    /** A request that has begun. */
    static final class Started {
        private final long timeTicks;
        private final long fulfilled;
        private final String version;
        private final String tenant;
        private final String service;
        private boolean failed;

        Started(long timeTicks, long fulfilled, String version, String tenant, String service) {
            this.timeTicks = timeTicks;
            this.fulfilled = fulfilled;
            this.version = version;
            this.tenant = tenant;
            this.service = service;
        }

        long timeTicks() {
            return timeTicks;
        }

        /** Which of the table's conditions its start fulfils. */
        long fulfilled() {
            return fulfilled;
        }

        String version() {
            return version;
        }

        String tenant() {
            return tenant;
        }

        String service() {
            return service;
        }

        boolean failed() {
            return failed;
        }

        void fail() {
            failed = true;
        }
    }

    RequestMemory() {
        this(new Processes());
    }

    private RequestMemory(Processes processes) {
        this.processes = processes;
    }

    Processes processes() {
        return processes;
    }

    void start(String key, Started request) {
        started.remove(key);
        started.put(key, request);
        if (started.size() > MOST_STARTED) {
            started.remove(started.keySet().iterator().next());
        }
    }

    void fail(String key) {
        @Nullable Started request = started.get(key);
        if (request != null) {
            request.fail();
        }
    }

    Optional<Started> end(String key) {
        return Optional.ofNullable(started.remove(key));
    }

    /**
     * Whether a service's requests are counted by a table. Several can tell of the same requests, and counting them twice
     * would make chance look certain; so one counts for a trial, and a better one takes its place.
     *
     * @param rank the less, the better
     */
    Measure measure(String service, Strategy.Trial trial, int rank) {
        String ofTrial = trial.epoch() + " " + trial.version() + " ";
        String known = measured.getOrDefault(service, "");
        int used = known.startsWith(ofTrial) ? Integer.parseInt(known.substring(ofTrial.length())) : -1;
        if (used == rank) {
            return Measure.COUNTS;
        }
        if (used >= 0 && used < rank) {
            return Measure.COUNTS_NOT;
        }
        measured.put(service, ofTrial + rank);
        return used < 0 ? Measure.COUNTS : Measure.COUNTS_ANEW;
    }

    /** What becomes of a request. */
    enum Measure {
        COUNTS,
        COUNTS_NOT,
        /** What was counted by another table does not. */
        COUNTS_ANEW
    }

    /** Time starts over. */
    void restartTime() {
        started.clear();
        processes.clear();
        measured.clear();
    }

    void write(DataOutputStream out) throws IOException {
        processes.write(out);
        out.writeInt(measured.size());
        for (Map.Entry<String, String> table : measured.entrySet()) {
            Texts.write(out, table.getKey());
            Texts.write(out, table.getValue());
        }
        out.writeInt(started.size());
        for (Map.Entry<String, Started> request : started.entrySet()) {
            Texts.write(out, request.getKey());
            out.writeLong(request.getValue().timeTicks);
            out.writeLong(request.getValue().fulfilled);
            Texts.write(out, request.getValue().version);
            Texts.write(out, request.getValue().tenant);
            Texts.write(out, request.getValue().service);
            out.writeBoolean(request.getValue().failed);
        }
    }

    static RequestMemory read(DataInputStream in) throws IOException {
        RequestMemory read = new RequestMemory(Processes.read(in));
        for (int left = in.readInt(); left > 0; left--) {
            read.measured.put(Texts.read(in), Texts.read(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            String key = Texts.read(in);
            Started request = new Started(in.readLong(), in.readLong(), Texts.read(in), Texts.read(in), Texts.read(in));
            if (in.readBoolean()) {
                request.fail();
            }
            read.started.put(key, request);
        }
        return read;
    }
}
