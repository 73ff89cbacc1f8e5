package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.Expression;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that the columns of one operator were given, or are by themselves; as in Kusto none of them may be there twice.
 * Names that follow from an expression get a number instead.
 */
final class GivenNames {
    private final BindContext context;
    private final Set<String> names = new HashSet<>();

    GivenNames(BindContext context) {
        this.context = context;
    }

    void add(Expression column) {
        List<Expression.Name> given = switch (column) {
            case Expression.Named named -> named.names();
            case Expression.Name name -> List.of(name);
            default -> List.of();
        };
        for (Expression.Name name : given) {
            if (!names.add(name.name())) {
                context.problem(
                        column.span(), "the column '" + name.name() + "' is there twice", "give it another name");
            }
        }
    }
}
