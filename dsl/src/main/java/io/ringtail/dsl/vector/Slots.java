package io.ringtail.dsl.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a query, all its operators together: each has a number, its slot. A slot is either computed from
 * others, when somebody first asks for it, or filled by whoever makes the batch. Thus {@code project} moves no data,
 * and what nobody reads is never computed.
 */
public final class Slots {
    /** Stands for the slot of what could not be bound. A query that has such is never run. */
    public static final int NONE = -1;

    private final List<Optional<Expr>> definitions = new ArrayList<>();

    /** A slot filled by a source, a sort or an aggregation. */
    public int addFilled() {
        definitions.add(Optional.empty());
        return definitions.size() - 1;
    }

    public int addComputed(Expr definition) {
        definitions.add(Optional.of(definition));
        return definitions.size() - 1;
    }

    public Optional<Expr> definition(int slot) {
        return slot == NONE ? Optional.empty() : definitions.get(slot);
    }

    public int count() {
        return definitions.size();
    }
}
