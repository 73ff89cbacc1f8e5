package io.ringtail.dsl.plan;

import io.ringtail.dsl.syntax.ColumnPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.value.Nearest;
import io.ringtail.dsl.vector.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Binds the operators that choose and compute columns. They cost nothing by themselves: a name gets another slot. */
final class ColumnBinder {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final BindContext context;
    private final ExpressionBinder expressions;

    ColumnBinder(BindContext context, ExpressionBinder expressions) {
        this.context = context;
        this.expressions = expressions;
    }

    Scope bind(ColumnPipe pipe, Scope scope) {
        return switch (pipe) {
            case ColumnPipe.Project project -> project(withoutStar(project.columns()), scope);
            case ColumnPipe.Extend extend -> extend(extend.columns(), scope);
            case ColumnPipe.Choose choose -> choose(choose, scope);
            case ColumnPipe.Rename rename -> rename(rename.columns(), scope);
        };
    }

    /** Of {@code distinct} a star is all columns; {@code project} names them one by one. */
    private List<Expression> withoutStar(List<Expression> columns) {
        for (Expression column : columns) {
            if (column instanceof Expression.Star) {
                context.problem(
                        column.span(),
                        "'project' names its columns one by one",
                        "all columns stay without it; use 'extend' to add some, 'project-reorder' to put some first");
            }
        }
        return columns;
    }

    Scope project(List<Expression> columns, Scope scope) {
        Map<String, ScopeColumn> projected = new LinkedHashMap<>();
        GivenNames names = new GivenNames(context);
        for (Expression column : columns) {
            names.add(column);
            if (column instanceof Expression.Star) {
                projected.putAll(scope.columns());
                continue;
            }
            Optional<List<SeveralColumns.Column>> several = SeveralColumns.of(unnamed(column));
            if (several.isPresent()) {
                several(column, several.get(), scope)
                        .forEach((name, value) -> projected.put(Scope.unique(name, projected.keySet()), value));
                continue;
            }
            ScopeColumn value = value(column, scope);
            String name = givenName(column)
                    .orElseGet(() -> ResultNames.of(column).orElseGet(() -> Scope.numbered(projected.keySet())));
            projected.put(Scope.unique(name, projected.keySet()), value);
        }
        return Scope.of(projected).in(scope.order());
    }

    Scope print(List<Expression> columns) {
        Map<String, ScopeColumn> printed = new LinkedHashMap<>();
        GivenNames names = new GivenNames(context);
        for (int i = 0; i < columns.size(); i++) {
            Expression column = columns.get(i);
            if (column instanceof Expression.Named) {
                names.add(column); // what has no name is numbered, whatever it is made of
            }
            Optional<List<SeveralColumns.Column>> several = SeveralColumns.of(unnamed(column));
            if (several.isPresent()) {
                several(column, several.get(), Scope.of(Map.of()))
                        .forEach((name, value) -> printed.put(Scope.unique(name, printed.keySet()), value));
                continue;
            }
            ScopeColumn value = value(column, Scope.of(Map.of()));
            String numbered = "print_" + i;
            String name = givenName(column).orElse(numbered);
            printed.put(Scope.unique(name, printed.keySet()), value);
        }
        return Scope.of(printed);
    }

    Scope extend(List<Expression> columns, Scope scope) {
        Map<String, ScopeColumn> extended = new LinkedHashMap<>(scope.columns());
        // All see the columns before the operator, and not each other, as in Kusto; for hints they know their names.
        Set<String> added = new HashSet<>();
        Scope before = scope.beside(added);
        GivenNames names = new GivenNames(context);
        for (Expression column : columns) {
            names.add(column);
            if (column instanceof Expression.Star) {
                context.problem(column.span(), "'extend' adds columns, and all are there already", "");
                continue;
            }
            Optional<List<SeveralColumns.Column>> several = SeveralColumns.of(unnamed(column));
            if (several.isPresent()) {
                extended.putAll(several(column, several.get(), scope));
                continue;
            }
            ScopeColumn value = value(column, before);
            String name = givenName(column)
                    .orElseGet(() -> ResultNames.of(column).orElseGet(() -> Scope.numbered(extended.keySet())));
            extended.put(name, value);
            if (!scope.columns().containsKey(name)) {
                added.add(name);
            }
        }
        return scope.replaced(extended);
    }

    private static Expression unnamed(Expression column) {
        return column instanceof Expression.Named named ? named.value() : column;
    }

    /** The columns of a call that gives several values, by name. */
    private Map<String, ScopeColumn> several(Expression column, List<SeveralColumns.Column> several, Scope scope) {
        Map<String, ScopeColumn> result = new LinkedHashMap<>();
        List<Expression.Name> given = column instanceof Expression.Named named ? named.names() : List.of();
        if (given.size() > several.size()) {
            context.problem(column.span(), given.size() + " names for " + several.size() + " values", "");
        }
        Expr bound = expressions.bind(unnamed(column), scope);
        if (bound.equals(ExpressionBinder.UNKNOWN)) {
            return result;
        }
        Expr values = new Expr.Slot(bound.type(), context.slotOf(bound));
        int count = given.size() == 1 ? 1 : several.size(); // one name is for the first value alone
        for (int i = 0; i < count; i++) {
            SeveralColumns.Column one = several.get(i);
            Expr part = Conversions.convert(expressions.element(column.span(), values, i), one.type());
            String name = i < given.size() ? given.get(i).name() : one.name();
            result.put(Scope.unique(name, result.keySet()), new ScopeColumn(context.slotOf(part), one.type(), false));
        }
        return result;
    }

    private Optional<String> givenName(Expression column) {
        if (!(column instanceof Expression.Named named)) {
            return Optional.empty();
        }
        if (named.names().size() > 1) {
            context.problem(named.span(), "several names for one value", "give it one name");
        }
        return Optional.of(named.names().getFirst().name());
    }

    private ScopeColumn value(Expression column, Scope scope) {
        Expression value = column instanceof Expression.Named named ? named.value() : column;
        if (value instanceof Expression.Name name) {
            Optional<ScopeColumn> known = scope.find(name.name());
            if (known.isPresent()) {
                return known.get();
            }
        }
        Expr bound = expressions.bind(value, scope);
        return new ScopeColumn(context.slotOf(bound), bound.type(), false);
    }

    private Scope choose(ColumnPipe.Choose choose, Scope scope) {
        List<String> matched = new ArrayList<>();
        for (ColumnPipe.Pattern pattern : choose.patterns()) {
            List<String> names = matching(pattern, scope);
            if (names.isEmpty() && !pattern.text().contains("*") && !scope.open()) {
                String hint = Nearest.of(pattern.text(), scope.columns().keySet())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("");
                context.problem(pattern.span(), "no column '" + pattern.text() + "'", hint);
            }
            matched.addAll(names);
        }
        Map<String, ScopeColumn> chosen = new LinkedHashMap<>();
        if (choose.choice() == ColumnPipe.Choice.REORDER) {
            matched.forEach(name -> chosen.put(name, scope.columns().get(name)));
        }
        scope.columns().forEach((name, column) -> {
            boolean keep = switch (choose.choice()) {
                case AWAY -> !matched.contains(name);
                case KEEP -> matched.contains(name);
                case REORDER -> true;
            };
            if (keep) {
                chosen.putIfAbsent(name, column);
            }
        });
        return scope.choose(chosen);
    }

    private static List<String> matching(ColumnPipe.Pattern pattern, Scope scope) {
        Pattern regex = Pattern.compile(Pattern.quote(pattern.text()).replace("*", "\\E.*\\Q"));
        List<String> names = new ArrayList<>(scope.columns().keySet());
        names.removeIf(name -> !regex.matcher(name).matches());
        switch (pattern.order()) {
            case NONE -> {}
            case ASC -> names.sort(Comparator.naturalOrder());
            case DESC -> names.sort(Comparator.reverseOrder());
            case GRANNY_ASC -> names.sort(Comparator.comparing(ColumnBinder::counted));
            case GRANNY_DESC ->
                names.sort(Comparator.comparing(ColumnBinder::counted).reversed());
        }
        return names;
    }

    /** The name with its numbers in ten digits, so that a2 comes before a10. */
    private static String counted(String name) {
        return NUMBER.matcher(name)
                .replaceAll(number -> "0".repeat(Math.max(0, 10 - number.group().length())) + number.group());
    }

    private Scope rename(List<Expression> columns, Scope scope) {
        Map<String, String> newNames = new LinkedHashMap<>();
        for (Expression column : columns) {
            if (!(column instanceof Expression.Named named) || !(named.value() instanceof Expression.Name old)) {
                context.problem(column.span(), "'project-rename' takes new = old", "");
            } else if (!scope.columns().containsKey(old.name())) {
                expressions.bind(old, scope);
            } else if (newNames.put(old.name(), named.names().getFirst().name()) != null) {
                context.problem(
                        column.span(),
                        "the column '" + old.name() + "' is renamed twice",
                        "copy it with 'extend' and rename the copy");
            }
        }
        Map<String, ScopeColumn> renamed = new LinkedHashMap<>();
        scope.columns().forEach((name, column) -> {
            String newName = newNames.getOrDefault(name, name);
            if (renamed.put(newName, column) != null) {
                context.problem(
                        columns.getFirst().span(),
                        "the column '" + newName + "' would be there twice",
                        "give it another name, or leave the old one out with 'project-away'");
            }
        });
        return scope.choose(renamed);
    }
}
