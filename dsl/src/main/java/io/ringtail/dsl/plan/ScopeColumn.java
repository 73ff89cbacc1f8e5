package io.ringtail.dsl.plan;

import io.ringtail.ring.payload.ScalarType;

/** What a name stands for. */
record ScopeColumn(int slot, ScalarType type, boolean hexadecimal) {}
