package io.ringtail.dsl.vector;

import io.ringtail.ring.payload.ScalarType;

/** Computes a function for all rows of a batch. Has no state: any thread. */
@FunctionalInterface
public interface Kernel {
    /** @param arguments of the types that the function's signature asks for; any of them may be constant */
    Vector apply(ScalarType result, Vector[] arguments, int size);
}
