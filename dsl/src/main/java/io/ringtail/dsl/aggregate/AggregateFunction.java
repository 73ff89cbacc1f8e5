package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.functions.Overload;
import io.ringtail.dsl.vector.Kernel;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongBinaryOperator;

/**
 * An aggregate as it is called.
 *
 * @param prefix of its column's name: {@code sum} for {@code sum_X}
 * @param overloads the types that it takes, without the condition of an {@code …if}
 * @param conditional whether a condition follows the arguments, so that rows are left out for which it does not hold
 */
public record AggregateFunction(
        String name, String prefix, List<Overload> overloads, boolean conditional, Factory factory) {
    /** Makes the state for one query. */
    public interface Factory {
        /**
         * @param types of the arguments, after conversion
         * @param result the column's type
         * @param parameter the constant argument, such as a percentile's 95; NaN if there is none
         */
        Aggregate start(List<ScalarType> types, ScalarType result, double parameter);
    }

    private static final int DEFAULT_LIST_LIMIT = 1 << 20;
    private static final Kernel NO_KERNEL = (result, arguments, size) -> arguments[0];
    private static final Map<String, AggregateFunction> BY_NAME = new LinkedHashMap<>();

    static {
        add("count", "count", (types, result, parameter) -> new Count(), "count():long");
        BY_NAME.put("cnt", renamed(get("count"), "cnt", "cnt"));
        BY_NAME.put("countif", conditional(get("count"), "countif", "countif"));
        addWithIf(
                "sum",
                AggregateFunction::sum,
                "sum(long):long",
                "sum(real):real",
                "sum(decimal):decimal",
                "sum(timespan):timespan");
        addWithIf(
                "avg",
                AggregateFunction::mean,
                "avg(long):real",
                "avg(real):real",
                "avg(decimal):decimal",
                "avg(timespan):timespan",
                "avg(datetime):datetime");
        addWithIf("min", (types, result, parameter) -> extreme(result, false), "min(any):$1");
        addWithIf("max", (types, result, parameter) -> extreme(result, true), "max(any):$1");
        addWithIf("dcount", AggregateFunction::distinct, "dcount(any):long");
        addWithIf("count_distinct", AggregateFunction::distinct, "count_distinct(any):long");
        add(
                "percentile",
                "percentile",
                (types, result, percent) -> new PerGroup<>(result, () -> new Quantiles(result, percent)),
                "percentile(long):long",
                "percentile(real):real",
                "percentile(datetime):datetime",
                "percentile(timespan):timespan");
        BY_NAME.put("percentiles", renamed(get("percentile"), "percentiles", "percentile"));
        BY_NAME.put("percentiles_array", renamed(get("percentile"), "percentiles_array", "percentiles"));
        add(
                "percentilew",
                "percentile",
                AggregateFunction::weighted,
                "percentilew(long,long):long",
                "percentilew(real,long):real",
                "percentilew(datetime,long):datetime",
                "percentilew(timespan,long):timespan");
        BY_NAME.put("percentilesw", renamed(get("percentilew"), "percentilesw", "percentile"));
        BY_NAME.put("percentilesw_array", renamed(get("percentilew"), "percentilesw_array", "percentiles"));
        covariance("covariance", true);
        covariance("covariancep", false);
        allBits("binary_all_and", (left, right) -> left & right);
        allBits("binary_all_or", (left, right) -> left | right);
        allBits("binary_all_xor", (left, right) -> left ^ right);
        variance("stdev", true, true);
        variance("stdevp", false, true);
        variance("variance", true, false);
        variance("variancep", false, false);
        gather("make_list", "list", false);
        gather("make_set", "set", true);
        bags();
        add("buildschema", "schema", AggregateFunction::shape, "buildschema(dynamic):dynamic");
        add(
                "make_list_with_nulls",
                "list",
                (types, result, parameter) -> gathered(false, DEFAULT_LIST_LIMIT, true),
                "make_list_with_nulls(any):dynamic");
        BY_NAME.put("makelist", renamed(get("make_list"), "makelist", "list"));
        BY_NAME.put("makeset", renamed(get("make_set"), "makeset", "set"));
        add("arg_max", "max", (types, result, parameter) -> new KeptRow(types, 1), "arg_max(any,any...):$1");
        add("arg_min", "min", (types, result, parameter) -> new KeptRow(types, -1), "arg_min(any,any...):$1");
        add("take_any", "any", (types, result, parameter) -> new KeptRow(types, 0), "take_any(any,any...):$1");
        BY_NAME.put("any", renamed(get("take_any"), "any", "any"));
        BY_NAME.put("take_anyif", conditional(get("take_any"), "take_anyif", "any"));
        BY_NAME.put("anyif", conditional(get("take_any"), "anyif", "anyif"));
        BY_NAME.put("argmax", renamed(get("arg_max"), "argmax", "max"));
        BY_NAME.put("argmin", renamed(get("arg_min"), "argmin", "min"));
    }

    public static Optional<AggregateFunction> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static Set<String> names() {
        return new LinkedHashSet<>(BY_NAME.keySet());
    }

    /** Whether it keeps whole rows, so that it has a column for each argument. */
    public boolean keepsRows() {
        return switch (name) {
            case "arg_max", "arg_min", "argmax", "argmin", "take_any", "take_anyif", "any", "anyif" -> true;
            default -> false;
        };
    }

    /** Whether its kept columns are called as it is, and theirs behind that: {@code any_x}. */
    public boolean namesKeptRows() {
        return switch (name) {
            case "argmax", "argmin", "any", "anyif" -> true;
            default -> false;
        };
    }

    /** How many arguments stand before the percentiles; empty if it takes none. */
    public Optional<Integer> severalPercentiles() {
        return switch (name) {
            case "percentiles", "percentiles_array" -> Optional.of(1);
            case "percentilesw", "percentilesw_array" -> Optional.of(2);
            default -> Optional.empty();
        };
    }

    /** Whether its last arguments are numbers that are the same for all rows. */
    public boolean takesParameter() {
        return switch (name) {
            case "percentile",
                    "percentiles",
                    "percentiles_array",
                    "percentilew",
                    "percentilesw",
                    "percentilesw_array",
                    "make_bag",
                    "make_bag_if",
                    "make_dictionary",
                    "dcount",
                    "dcountif",
                    "make_list",
                    "make_set",
                    "makelist",
                    "makeset",
                    "make_list_if",
                    "make_set_if" -> true;
            default -> false;
        };
    }

    private static AggregateFunction get(String name) {
        return named(name).orElseThrow();
    }

    private static void add(String name, String prefix, Factory factory, String... signatures) {
        List<Overload> overloads = new ArrayList<>();
        for (String signature : signatures) {
            overloads.add(Overload.of(signature, NO_KERNEL));
        }
        BY_NAME.put(name, new AggregateFunction(name, prefix, List.copyOf(overloads), false, factory));
    }

    private static void addWithIf(String name, Factory factory, String... signatures) {
        add(name, name, factory, signatures);
        BY_NAME.put(name + "if", conditional(get(name), name + "if", name + "if"));
    }

    private static AggregateFunction conditional(AggregateFunction function, String name, String prefix) {
        return new AggregateFunction(name, prefix, function.overloads, true, function.factory);
    }

    private static AggregateFunction renamed(AggregateFunction function, String name, String prefix) {
        return new AggregateFunction(name, prefix, function.overloads, function.conditional, function.factory);
    }

    private static Aggregate sum(List<ScalarType> types, ScalarType result, double parameter) {
        return switch (result) {
            case REAL -> new PerGroup<>(result, States.RealSum::new);
            case DECIMAL -> new PerGroup<>(result, () -> new States.DecimalSum(false));
            default -> new PerGroup<>(result, () -> new States.BitsSum(result));
        };
    }

    private static Aggregate mean(List<ScalarType> types, ScalarType result, double parameter) {
        return switch (types.getFirst()) {
            case REAL -> new PerGroup<>(result, States.RealMean::new);
            case DECIMAL -> new PerGroup<>(result, () -> new States.DecimalSum(true));
            case INT, LONG -> new PerGroup<>(result, States.WholeMean::new);
            default -> new PerGroup<>(result, () -> new States.BitsMean(result));
        };
    }

    private static Aggregate extreme(ScalarType type, boolean greatest) {
        return io.ringtail.dsl.vector.Vector.isBits(type)
                ? new PerGroup<>(type, () -> new States.BitsExtreme(type, greatest))
                : new PerGroup<>(type, () -> new States.Extreme(greatest));
    }

    private static void variance(String name, boolean sample, boolean root) {
        addWithIf(
                name,
                (types, result, parameter) -> new PerGroup<>(result, () -> new States.Variance(sample, root)),
                name + "(real):real");
    }

    private static void covariance(String name, boolean sample) {
        addWithIf(
                name,
                (types, result, parameter) -> new PerGroup<>(result, () -> new MoreStates.Covariance(sample)),
                name + "(real,real):real");
    }

    private static void allBits(String name, LongBinaryOperator operator) {
        add(
                name,
                name,
                (types, result, parameter) -> new PerGroup<>(result, () -> new MoreStates.AllBits(operator)),
                name + "(int):int",
                name + "(long):long");
    }

    private static Aggregate distinct(List<ScalarType> types, ScalarType result, double parameter) {
        KeptBytes kept = new KeptBytes();
        return new PerGroup<>(ScalarType.LONG, () -> new Distinct(kept), kept, false);
    }

    private static Aggregate weighted(List<ScalarType> types, ScalarType result, double percent) {
        KeptBytes kept = new KeptBytes();
        return new PerGroup<>(result, () -> new MoreStates.Weighted(percent, kept), kept, false);
    }

    private static Aggregate shape(List<ScalarType> types, ScalarType result, double parameter) {
        KeptBytes kept = new KeptBytes();
        return new PerGroup<>(result, () -> new Shape(kept), kept, false);
    }

    private static void bags() {
        Factory factory = (types, result, parameter) -> {
            KeptBytes kept = new KeptBytes();
            return new PerGroup<>(result, () -> new MoreStates.Bag(limit(parameter), kept), kept, false);
        };
        add("make_bag", "bag", factory, "make_bag(dynamic):dynamic");
        BY_NAME.put("make_bag_if", conditional(get("make_bag"), "make_bag_if", "bag"));
        BY_NAME.put("make_dictionary", renamed(get("make_bag"), "make_dictionary", "dictionary"));
    }

    private static int limit(double parameter) {
        return Double.isNaN(parameter) ? DEFAULT_LIST_LIMIT : (int) Math.clamp(parameter, 0, DEFAULT_LIST_LIMIT);
    }

    private static Aggregate gathered(boolean distinct, int limit, boolean withNulls) {
        KeptBytes kept = new KeptBytes();
        return new PerGroup<>(
                ScalarType.DYNAMIC,
                () -> new States.Gathered(distinct ? new LinkedHashSet<>() : new ArrayList<>(), limit, withNulls, kept),
                kept,
                withNulls);
    }

    private static void gather(String name, String prefix, boolean distinct) {
        // A dynamic null is a value like others in a list, though not in a set.
        Factory factory = (types, result, parameter) ->
                gathered(distinct, limit(parameter), !distinct && types.getFirst() == ScalarType.DYNAMIC);
        add(name, prefix, factory, name + "(any):dynamic");
        BY_NAME.put(name + "_if", conditional(get(name), name + "_if", prefix));
    }
}
