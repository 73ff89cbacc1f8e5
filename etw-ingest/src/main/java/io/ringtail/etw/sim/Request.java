package io.ringtail.etw.sim;

import io.ringtail.etw.write.PayloadBuilder;
import io.ringtail.ring.event.Ticks;
import java.util.UUID;

/** One request to the service, its whole life known when it arrives. */
record Request(
        long id,
        UUID activity,
        SimulatedProcess process,
        int tid,
        String url,
        String tenant,
        String dependency,
        int statusCode,
        long startTicks,
        long stopTicks) {

    private static final int FIRST_SERVER_ERROR = 500;

    boolean failed() {
        return statusCode >= FIRST_SERVER_ERROR;
    }

    boolean onCanary() {
        return process.version().equals(IncidentSimulator.CANARY_VERSION);
    }

    double durationMilliseconds() {
        return (double) (stopTicks - startTicks) / Ticks.PER_MILLISECOND;
    }

    /** A time between start and stop. */
    long at(int percent) {
        return startTicks + (stopTicks - startTicks) * percent / 100;
    }

    /** The fields that start and stop share. */
    PayloadBuilder writeTo(PayloadBuilder out) {
        return out.int64(id).utf16(url).utf16(process.version()).utf16(tenant);
    }
}
