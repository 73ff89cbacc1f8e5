package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.Strategy;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What became of a service after its version on trial was rolled back, and whether that helped. */
final class Aftermath {
    private static final int WINDOWS = 2;

    private final Strategy.Trial trial;
    /** Windows that begin before it are still of the time of the change. */
    private final long fromTicks;

    private final long requestsBefore;
    private final long failuresBefore;
    private int windows;
    private long requests;
    private long failures;
    private long trialRequests;

    /** What is said of a rollback afterwards. */
    enum Verdict {
        HELPED,
        NOT_HELPED,
        /** The version serves on. */
        NOT_CARRIED_OUT,
        UNKNOWN
    }

    Aftermath(Strategy.Trial trial, long fromTicks, long requestsBefore, long failuresBefore) {
        this.trial = trial;
        this.fromTicks = fromTicks;
        this.requestsBefore = requestsBefore;
        this.failuresBefore = failuresBefore;
    }

    Strategy.Trial trial() {
        return trial;
    }

    long requestsBefore() {
        return requestsBefore;
    }

    long failuresBefore() {
        return failuresBefore;
    }

    long requests() {
        return requests;
    }

    long failures() {
        return failures;
    }

    long trialRequests() {
        return trialRequests;
    }

    /** Takes a closed window; true when enough was seen. */
    boolean take(long startTicks, Window window) {
        if (startTicks < fromTicks) {
            return false;
        }
        windows++;
        requests += window.trial().requests() + window.stable().requests();
        failures += window.trial().failures() + window.stable().failures();
        trialRequests += window.trial().requests();
        return windows >= WINDOWS;
    }

    Verdict verdict(Strategy strategy) {
        if (trialRequests >= Judge.LEAST_REQUESTS) {
            return Verdict.NOT_CARRIED_OUT;
        }
        if (requests < Judge.LEAST_REQUESTS) {
            return Verdict.UNKNOWN;
        }
        boolean healthy = Statistics.lowerBound(failures, requests, Statistics.CHANCE) <= strategy.rollbackOn5xxRate();
        boolean better = requestsBefore > 0
                && Statistics.chanceOfAsMany(failuresBefore, requestsBefore, failures, requests) < Judge.SAME;
        return healthy || better ? Verdict.HELPED : Verdict.NOT_HELPED;
    }

    void write(DataOutput out) throws IOException {
        Texts.write(out, trial.version());
        out.writeInt(trial.epoch());
        out.writeLong(fromTicks);
        out.writeLong(requestsBefore);
        out.writeLong(failuresBefore);
        out.writeInt(windows);
        out.writeLong(requests);
        out.writeLong(failures);
        out.writeLong(trialRequests);
    }

    static Aftermath read(DataInput in) throws IOException {
        Strategy.Trial trial = new Strategy.Trial(Texts.read(in), in.readInt());
        Aftermath read = new Aftermath(trial, in.readLong(), in.readLong(), in.readLong());
        read.windows = in.readInt();
        read.requests = in.readLong();
        read.failures = in.readLong();
        read.trialRequests = in.readLong();
        return read;
    }
}
