package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Pipeline;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.vector.Expr;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that the statements before a place of the query give. Immutable. */
record Names(Map<String, Meaning> meanings) {
    static final Names NONE = new Names(Map.of());

    /** What a name stands for. */
    sealed interface Meaning {
        /** @param home where the slots are that it reads, if it is no constant */
        record Value(Expr value, BindContext home) implements Meaning {}

        /** @param names those amid which the rows were written, and not those where they are used */
        record Rows(Pipeline pipeline, Names names) implements Meaning {}

        /** @param names those amid which the function was written */
        record Function(Script.FunctionLet function, Names names) implements Meaning {}
    }

    /** One more, or another meaning of a known one. */
    Names with(String name, Meaning meaning) {
        Map<String, Meaning> more = new HashMap<>(meanings);
        more.put(name, meaning);
        return new Names(more);
    }

    Optional<Meaning.Value> value(String name) {
        return meanings.get(name) instanceof Meaning.Value value ? Optional.of(value) : Optional.empty();
    }

    Optional<Meaning.Rows> rows(String name) {
        return meanings.get(name) instanceof Meaning.Rows rows ? Optional.of(rows) : Optional.empty();
    }

    Optional<Meaning.Function> function(String name) {
        return meanings.get(name) instanceof Meaning.Function function ? Optional.of(function) : Optional.empty();
    }

    /** All names of rows and functions, for suggestions. */
    Set<String> tables() {
        Set<String> tables = new TreeSet<>();
        meanings.forEach((name, meaning) -> {
            if (!(meaning instanceof Meaning.Value)) {
                tables.add(name);
            }
        });
        return tables;
    }
}
