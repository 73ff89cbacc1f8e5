package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Join;
import io.ringtail.dsl.engine.JoinKind;
import io.ringtail.dsl.engine.Operator;
import io.ringtail.dsl.syntax.CombiningPipe;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Binds {@code join} and {@code lookup}. */
final class JoinBinder {
    private static final String KINDS =
            "the kinds are innerunique, inner, leftouter, rightouter, fullouter, leftsemi, rightsemi, leftanti and"
                    + " rightanti";
    private static final String CONDITION = "a condition is a column that both sides have, or $left.a == $right.b";

    private final PipelineBinder query;
    private final BindContext context;

    JoinBinder(PipelineBinder query) {
        this.query = query;
        context = query.context();
    }

    Scope bind(CombiningPipe.Join join, Scope left) {
        SubQuery right = query.subQuery(join.right());
        Joining joining = new Joining(join, kind(join), left, right);
        join.conditions().forEach(joining::condition);
        Scope result = joining.result();
        context.add(joining);
        return result;
    }

    private JoinKind kind(CombiningPipe.Join join) {
        if (join.kind().isEmpty()) {
            if (!join.lookup()) {
                context.warning(
                        join.span(),
                        "'join' without a kind keeps of the left rows that are equal by the keys one alone",
                        "write 'join kind=inner' for all pairs, or 'join kind=innerunique' if that is meant");
            }
            return join.lookup() ? JoinKind.LEFTOUTER : JoinKind.INNERUNIQUE;
        }
        Optional<JoinKind> known = JoinKind.named(join.kind().get().name());
        boolean fits = known.isPresent()
                && (!join.lookup() || known.get() == JoinKind.INNER || known.get() == JoinKind.LEFTOUTER);
        if (!fits) {
            context.problem(
                    join.kind().get().span(),
                    "'" + (join.lookup() ? "lookup" : "join") + "' has no kind '"
                            + join.kind().get().name() + "'",
                    join.lookup() ? "the kinds are leftouter and inner" : KINDS);
        }
        return fits ? known.get() : JoinKind.INNER;
    }

    /** A join while it is bound, and until it is known which columns of the right side are read. */
    private final class Joining implements Unfinished, LateColumns {
        private final CombiningPipe.Join join;
        private final JoinKind kind;
        private final Scope left;
        private final SubQuery right;
        private final int place = context.operators().size() + 1;
        private final List<Expr> leftKeys = new ArrayList<>();
        private final List<Integer> rightKeys = new ArrayList<>();
        private final Set<String> rightKeyNames = new HashSet<>();
        /** By slot of the result the slot of the right side. */
        private final Map<Integer, Integer> rightColumns = new LinkedHashMap<>();

        private final Map<String, ScopeColumn> late = new LinkedHashMap<>();

        Joining(CombiningPipe.Join join, JoinKind kind, Scope left, SubQuery right) {
            this.join = join;
            this.kind = kind;
            this.left = left;
            this.right = right;
        }

        void condition(Expression condition) {
            switch (condition) {
                case Expression.Name name -> key(name, name);
                case Expression.Binary and
                when and.symbol().equals("and") -> {
                    condition(and.left());
                    condition(and.right());
                }
                case Expression.Binary equal
                when equal.symbol().equals("==") -> {
                    Optional<Expression.Name> one = side(equal.left(), "$left").or(() -> side(equal.right(), "$left"));
                    Optional<Expression.Name> other =
                            side(equal.right(), "$right").or(() -> side(equal.left(), "$right"));
                    if (one.isPresent() && other.isPresent()) {
                        key(one.get(), other.get());
                    } else {
                        refuse(condition.span());
                    }
                }
                default -> refuse(condition.span());
            }
        }

        private void refuse(Span span) {
            context.problem(span, "this is no condition of a '" + word() + "'", CONDITION);
        }

        private String word() {
            return join.lookup() ? "lookup" : "join";
        }

        private static Optional<Expression.Name> side(Expression expression, String side) {
            return expression instanceof Expression.Member member
                            && member.target() instanceof Expression.Name target
                            && target.name().equals(side)
                    ? Optional.of(member.name())
                    : Optional.empty();
        }

        private void key(Expression.Name leftName, Expression.Name rightName) {
            Optional<ScopeColumn> one = find(left, leftName, "left");
            boolean same = leftName.equals(rightName) && one.isEmpty();
            Optional<ScopeColumn> other = same ? Optional.empty() : find(right.scope(), rightName, "right");
            if (one.isEmpty() || other.isEmpty()) {
                return;
            }
            ScalarType type = one.get().type();
            if (type != other.get().type()) {
                context.problem(
                        leftName.span().to(rightName.span()),
                        "'" + leftName.name() + "' is of type " + type.label() + " on the left side, and '"
                                + rightName.name() + "' of type "
                                + other.get().type().label() + " on the right",
                        "convert one of them before, as in extend " + leftName.name() + " = tolong(" + leftName.name()
                                + ")");
            } else if (type == ScalarType.DYNAMIC) {
                context.problem(
                        leftName.span(),
                        "'" + leftName.name() + "' is dynamic, and rows cannot be joined by dynamic values",
                        "convert it before, as in extend " + leftName.name() + " = tostring(" + leftName.name() + ")");
            } else {
                leftKeys.add(new Expr.Slot(type, one.get().slot()));
                rightKeys.add(other.get().slot());
                rightKeyNames.add(rightName.name());
            }
        }

        private Optional<ScopeColumn> find(Scope scope, Expression.Name name, String side) {
            Optional<ScopeColumn> column = scope.find(name.name());
            if (column.isEmpty() && !scope.open()) {
                String hint = io.ringtail.dsl.value.Nearest.of(name.name(), scope.names())
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("");
                context.problem(name.span(), "no column '" + name.name() + "' on the " + side + " side", hint);
            }
            return column;
        }

        Scope result() {
            if (!kind.keepsRight()) {
                return left;
            }
            Map<String, ScopeColumn> columns = new LinkedHashMap<>();
            if (kind.keepsLeft()) {
                columns.putAll(left.columns());
            }
            Set<String> taken = new HashSet<>(columns.keySet());
            taken.addAll(right.scope().columns().keySet());
            right.scope().columns().forEach((name, column) -> {
                if (!(join.lookup() && rightKeyNames.contains(name))) {
                    String free = columns.containsKey(name) ? Scope.unique(name, taken) : name;
                    taken.add(free);
                    columns.put(free, added(column));
                }
            });
            Scope kept = kind.keepsLeft() ? left.replaced(columns) : Scope.of(columns);
            Scope result = right.scope().open() ? kept.opened() : kept;
            return result.withLate(this).in(Scope.Order.NONE);
        }

        private ScopeColumn added(ScopeColumn column) {
            int slot = context.slotAt(column.type(), place);
            rightColumns.put(slot, column.slot());
            return new ScopeColumn(slot, column.type(), column.hexadecimal());
        }

        /** A payload field of the right side; with a 1 behind its name if the left side has one of the same name. */
        @Override
        public Optional<ScopeColumn> find(String name) {
            ScopeColumn known = late.get(name);
            if (known != null) {
                return Optional.of(known);
            }
            Optional<ScopeColumn> column = right.scope().lateField(name);
            if (column.isEmpty() && name.endsWith("1")) {
                String bare = name.substring(0, name.length() - 1);
                column = left.find(bare).isPresent() ? right.scope().lateField(bare) : Optional.empty();
            }
            Optional<ScopeColumn> result = column.map(this::added);
            result.ifPresent(found -> late.put(name, found));
            return result;
        }

        @Override
        public Set<String> names() {
            return new LinkedHashSet<>(right.scope().names());
        }

        @Override
        public Set<Integer> reads() {
            Set<Integer> slots = new HashSet<>();
            leftKeys.forEach(key -> key.collectSlots(slots));
            return slots;
        }

        @Override
        public Operator finish(Set<Integer> read) {
            Map<Integer, Integer> kept = new LinkedHashMap<>(rightColumns);
            kept.keySet().retainAll(read);
            Set<Integer> slots = new LinkedHashSet<>(rightKeys);
            slots.addAll(kept.values());
            return new Join(kind, leftKeys, right.origin(List.copyOf(slots)), rightKeys, kept, word());
        }
    }
}
