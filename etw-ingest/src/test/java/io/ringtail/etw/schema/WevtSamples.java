package io.ringtail.etw.schema;

import java.util.SplittableRandom;

/** Programs with compiled manifests, for tests elsewhere. */
public final class WevtSamples {
    private WevtSamples() {}

    /** A program whose manifest is chosen by the seed; even seeds are of 64 bits. */
    public static byte[] program(long seed) {
        return WevtBuilder.program(RandomManifest.of(new SplittableRandom(seed)), seed % 2 == 0);
    }

    /** The resource alone. */
    public static byte[] resource(long seed) {
        return WevtBuilder.resource(RandomManifest.of(new SplittableRandom(seed)));
    }
}
