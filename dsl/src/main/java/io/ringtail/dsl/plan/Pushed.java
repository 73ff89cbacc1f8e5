package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.HeaderColumn;
import io.ringtail.dsl.engine.RowTest;
import io.ringtail.dsl.engine.SlotComparison;
import io.ringtail.dsl.value.Values;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The conditions that a scan or the inputs of a union decide themselves, before any operator sees a row. */
final class Pushed {
    static final Pushed NONE = new Pushed(Optional.empty(), 0);

    private final Predicate<Expr> inputs;
    private final Optional<ScanScope> scan;
    private final int firstOperator;
    private final List<Expr.PerKind> kindConditions = new ArrayList<>();
    private final List<RowTest> rowTests = new ArrayList<>();

    /** @param firstOperator how many operators stand before the scan: none, unless the query is nested */
    Pushed(Optional<ScanScope> scan, int firstOperator) {
        this(scan, firstOperator, condition -> false);
    }

    private Pushed(Optional<ScanScope> scan, int firstOperator, Predicate<Expr> inputs) {
        this.scan = scan;
        this.firstOperator = firstOperator;
        this.inputs = inputs;
    }

    /** @param inputs whether all of them decide a condition from now on */
    static Pushed into(Predicate<Expr> inputs, int firstOperator) {
        return new Pushed(Optional.empty(), firstOperator, inputs);
    }

    /** The scan whose conditions they are. */
    Optional<ScanScope> scan() {
        return scan;
    }

    List<Expr.PerKind> kindConditions() {
        return kindConditions;
    }

    List<RowTest> rowTests() {
        return rowTests;
    }

    /** Says which times the scan asks for. */
    void askTimes(Surroundings surroundings, long fromTicks, long untilTicks) {
        long first = fromTicks;
        long last = untilTicks;
        for (RowTest test : rowTests) {
            if (test.column() != HeaderColumn.TIMESTAMP) {
                continue;
            }
            switch (test.comparison()) {
                case EQUAL -> {
                    first = Math.max(first, test.wanted());
                    last = Math.min(last, test.wanted());
                }
                case GREATER, GREATER_OR_EQUAL -> first = Math.max(first, test.wanted());
                case LESS, LESS_OR_EQUAL -> last = Math.min(last, test.wanted());
                case NOT_EQUAL -> {}
            }
        }
        surroundings.ask(first, last);
    }

    /** Whether the condition is the scan's from now on; not once an operator stands between. */
    boolean take(Expr condition, int operators) {
        return operators == firstOperator && (scan.isPresent() ? add(condition) : inputs.test(condition));
    }

    boolean add(Expr condition) {
        if (condition instanceof Expr.PerKind perKind) {
            return kindConditions.add(perKind);
        }
        Optional<RowTest> test = rowTest(condition);
        test.ifPresent(rowTests::add);
        return test.isPresent();
    }

    private Optional<RowTest> rowTest(Expr condition) {
        return SlotComparison.of(condition).flatMap(this::rowTest);
    }

    private Optional<RowTest> rowTest(SlotComparison compared) {
        Optional<HeaderColumn> header = scan.flatMap(
                        columns -> columns.header(compared.column().slot()))
                .filter(RowTest::isFor);
        ScalarType type = compared.wanted().type();
        if (header.isEmpty() || !Vector.isBits(type) || type == ScalarType.BOOL) {
            return Optional.empty();
        }
        Object bits = Values.cast(compared.value(), ScalarType.LONG);
        return bits instanceof Long value
                ? Optional.of(new RowTest(header.get(), compared.comparison(), value))
                : Optional.empty();
    }
}
