package io.ringtail.dsl.plan;

import java.util.Optional;
import java.util.Set;

/** Columns that a table has only if they are asked for: the payload fields of events behind a {@code join}. */
interface LateColumns {
    Optional<ScopeColumn> find(String name);

    Set<String> names();
}
