package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.value.Literals;
import io.ringtail.ring.payload.ScalarType;
import java.util.Optional;
import java.util.Set;

/** {@code typeof(long)}, the argument by which a function is told the type of its result. */
final class TypeArgument {
    /** The functions that take one, as their last argument. */
    static final Set<String> TAKERS = Set.of("extract", "extract_json", "extractjson", "percentile_tdigest");

    private TypeArgument() {}

    /** Empty if the expression is no such argument. */
    static Optional<ScalarType> of(Expression expression) {
        return expression instanceof Expression.Call call
                        && call.function().name().equals("typeof")
                        && call.arguments().size() == 1
                        && call.arguments().getFirst() instanceof Expression.Name type
                ? Literals.typeNamed(type.name())
                : Optional.empty();
    }
}
