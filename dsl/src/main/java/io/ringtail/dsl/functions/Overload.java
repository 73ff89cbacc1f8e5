package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Literals;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One way to call a function, written as {@code substring(string,long,[long]):string}: brackets mark what may be left
 * out, {@code ...} repeats the last parameter, {@code any} takes every type. The result {@code $n} is of the type of the
 * n-th argument.
 *
 * @param parameters their types; empty for any
 * @param result empty for that of {@code resultOf}
 */
public record Overload(
        String name,
        List<Optional<ScalarType>> parameters,
        int required,
        boolean repeats,
        Optional<ScalarType> result,
        int resultOf,
        Kernel kernel) {
    private static final int IMPOSSIBLE = 1_000_000;
    private static final int ANY_COST = 1;
    private static final int DYNAMIC_COST = 100;
    /** A decimal is read as a real number only where nothing takes decimals. */
    private static final int NARROWING_COST = 50;

    public static Overload of(String signature, Kernel kernel) {
        int open = signature.indexOf('(', 1);
        int close = signature.lastIndexOf(')');
        List<Optional<ScalarType>> parameters = new ArrayList<>();
        int required = 0;
        boolean repeats = false;
        for (String parameter : signature.substring(open + 1, close).split(",", -1)) {
            repeats |= parameter.endsWith("...");
            boolean optional = parameter.startsWith("[") || parameter.endsWith("...");
            String type = parameter.replaceAll("[\\[\\].]", "");
            if (!type.isEmpty()) {
                parameters.add(type.equals("any") ? Optional.empty() : Optional.of(type(type)));
                required += optional ? 0 : 1;
            }
        }
        String result = signature.substring(close + 2);
        boolean ofArgument = result.startsWith("$");
        return new Overload(
                signature.substring(0, open),
                List.copyOf(parameters),
                required,
                repeats,
                ofArgument ? Optional.empty() : Optional.of(type(result)),
                ofArgument ? Integer.parseInt(result.substring(1)) - 1 : 0,
                kernel);
    }

    private static ScalarType type(String name) {
        return Literals.typeNamed(name).orElseThrow(() -> new IllegalArgumentException("no type " + name));
    }

    public boolean takes(int arguments) {
        return arguments >= required && (repeats || arguments <= parameters.size());
    }

    /** The type that the n-th argument is converted to. */
    public ScalarType target(int n, ScalarType given) {
        return parameters.get(Math.min(n, parameters.size() - 1)).orElse(given);
    }

    public ScalarType resultType(List<ScalarType> arguments) {
        return result.orElseGet(() -> arguments.get(resultOf));
    }

    /** How far the arguments are from what is wanted; empty if they cannot be converted. */
    private Optional<Integer> cost(List<ScalarType> arguments) {
        if (!takes(arguments.size())) {
            return Optional.empty();
        }
        int sum = 0;
        for (int i = 0; i < arguments.size(); i++) {
            Optional<ScalarType> wanted = parameters.get(Math.min(i, parameters.size() - 1));
            sum += wanted.isPresent() ? cost(arguments.get(i), wanted.get()) : ANY_COST;
        }
        return sum < IMPOSSIBLE ? Optional.of(sum) : Optional.empty();
    }

    /** Numbers widen, and a dynamic value is read as whatever is wanted. */
    private static int cost(ScalarType given, ScalarType wanted) {
        if (given == wanted) {
            return 0;
        }
        if (given == ScalarType.DYNAMIC) {
            // Alone it is read as a real number, which loses nothing; beside a whole number as a whole one.
            return wanted == ScalarType.REAL ? DYNAMIC_COST : DYNAMIC_COST + wanted.ordinal();
        }
        if (given == ScalarType.DECIMAL && wanted == ScalarType.REAL) {
            return NARROWING_COST;
        }
        int from = width(given);
        int to = width(wanted);
        return from > 0 && to > from ? 2 * (to - from) : IMPOSSIBLE;
    }

    private static int width(ScalarType type) {
        return switch (type) {
            case INT -> 1;
            case LONG -> 2;
            case REAL -> 3;
            case DECIMAL -> 4;
            case BOOL, STRING, DATETIME, TIMESPAN, GUID, DYNAMIC -> 0;
        };
    }

    /** The one that fits these arguments best. */
    public static Optional<Overload> best(List<Overload> overloads, List<ScalarType> arguments) {
        Overload best = null;
        int bestCost = Integer.MAX_VALUE;
        for (Overload overload : overloads) {
            int cost = overload.cost(arguments).orElse(Integer.MAX_VALUE);
            if (cost < bestCost) {
                best = overload;
                bestCost = cost;
            }
        }
        return Optional.ofNullable(best);
    }

    /** As a person reads it. */
    public String describe() {
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(parameters.get(i).map(ScalarType::label).orElse("any"));
        }
        return text.append(repeats ? ", …)" : ")").toString();
    }
}
