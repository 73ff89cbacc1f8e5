package io.ringtail.dsl.functions;

import io.ringtail.dsl.vector.Kernel;

/** Kernels whose signature the binder works out itself. */
public final class Choices {
    private Choices() {}

    /** Of {@code case}: conditions and values in turn, at the end the value for all else. */
    public static Kernel ofCase() {
        return Kernels.lenient(MathFunctions::chooseFirst);
    }
}
