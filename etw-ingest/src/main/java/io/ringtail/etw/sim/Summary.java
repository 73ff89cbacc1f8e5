package io.ringtail.etw.sim;

/**
 * What a simulated incident holds, counted while it was written.
 *
 * @param events all records, the log-file header included
 * @param bytes size of the file
 * @param stableFailures requests to the stable version that got a 5xx; those to the canary alike
 * @param stacks profile samples with a stack
 */
public record Summary(
        long events,
        long bytes,
        long stableRequests,
        long stableFailures,
        long canaryRequests,
        long canaryFailures,
        int crashes,
        long contextSwitches,
        long samples,
        long stacks,
        long diskTransfers) {

    /** 5xx of the stable version's requests, 0 to 1. */
    public double stableFailureRate() {
        return stableRequests == 0 ? 0 : (double) stableFailures / stableRequests;
    }

    /** 5xx of the canary's requests, 0 to 1. */
    public double canaryFailureRate() {
        return canaryRequests == 0 ? 0 : (double) canaryFailures / canaryRequests;
    }

    /** The counts while they grow. */
    static final class Counts {
        long stableRequests;
        long stableFailures;
        long canaryRequests;
        long canaryFailures;
        long contextSwitches;
        long samples;
        long stacks;
        long diskTransfers;

        void add(Request request) {
            int failed = request.failed() ? 1 : 0;
            if (request.onCanary()) {
                canaryRequests++;
                canaryFailures += failed;
            } else {
                stableRequests++;
                stableFailures += failed;
            }
        }

        Summary summary(long events, long bytes, int crashes) {
            return new Summary(
                    events,
                    bytes,
                    stableRequests,
                    stableFailures,
                    canaryRequests,
                    canaryFailures,
                    crashes,
                    contextSwitches,
                    samples,
                    stacks,
                    diskTransfers);
        }
    }
}
