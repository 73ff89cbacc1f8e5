package io.ringtail.dsl.plan;

import io.ringtail.dsl.functions.Choices;
import io.ringtail.dsl.functions.FunctionTable;
import io.ringtail.dsl.syntax.Expression;
import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Binds {@code case} and {@code iff}, whose values may be of different types. */
final class ChoiceBinder {
    private final BindContext context;
    private final CallResolver calls;
    private final Function<Expression, Expr> values;

    /** @param values binds an argument where the call stands */
    ChoiceBinder(BindContext context, CallResolver calls, Function<Expression, Expr> values) {
        this.context = context;
        this.calls = calls;
        this.values = values;
    }

    Expr bind(Expression.Call call) {
        return call.function().name().equals("case") ? choice(call) : oneOfTwo(call);
    }

    /** Two values of different types are read as dynamic, as those of {@code case} are. */
    private Expr oneOfTwo(Expression.Call call) {
        String name = call.function().name();
        List<Expr> arguments = bindAll(call);
        List<ScalarType> types = arguments.stream().map(Expr::type).toList();
        boolean mixed = types.size() == 3
                && types.getFirst() == ScalarType.BOOL
                && FunctionTable.ALL.find(name, types).isEmpty();
        return mixed ? choice(arguments) : calls.resolve(name, call.function().span(), arguments);
    }

    private Expr choice(Expression.Call call) {
        int last = call.arguments().size() - 1;
        if (last < 2 || last % 2 != 0) {
            context.problem(
                    call.span(), "'case' takes conditions and values in turn, and a last value for all else", "");
            return ExpressionBinder.UNKNOWN;
        }
        return choice(bindAll(call));
    }

    /** @param bound conditions and values in turn, and a last value */
    private static Expr choice(List<Expr> bound) {
        List<Expr> arguments = new ArrayList<>(bound);
        int last = arguments.size() - 1;
        List<ScalarType> types = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            if (isCondition(i, last)) {
                arguments.set(i, Conversions.convert(arguments.get(i), ScalarType.BOOL));
            } else if (arguments.get(i).type() != ScalarType.DYNAMIC) { // what is dynamic is read as the others are
                types.add(arguments.get(i).type());
            }
        }
        ScalarType type = types.isEmpty() ? ScalarType.DYNAMIC : Conversions.common(types);
        for (int i = 0; i <= last; i++) {
            if (!isCondition(i, last)) {
                arguments.set(i, Conversions.convert(arguments.get(i), type));
            }
        }
        return Conversions.apply(type, "case", Choices.ofCase(), arguments);
    }

    private static boolean isCondition(int place, int last) {
        return place % 2 == 0 && place < last;
    }

    private List<Expr> bindAll(Expression.Call call) {
        return call.arguments().stream().map(values).toList();
    }
}
