package io.ringtail.dsl.functions;

import io.ringtail.dsl.vector.Kernel;
import io.ringtail.ring.payload.ScalarType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All functions and operators that give one value per row, by name. To add one is a line in one of its parts. */
public final class FunctionTable {
    /** The only one there is; immutable after it is made. */
    public static final FunctionTable ALL = new FunctionTable();

    private final Map<String, List<Overload>> overloads = new LinkedHashMap<>();

    private FunctionTable() {
        Operators.addTo(this);
        TextFunctions.addTo(this);
        MathFunctions.addTo(this);
        TimeFunctions.addTo(this);
        CharacterFunctions.addTo(this);
        ParseFunctions.addTo(this);
        EncodingFunctions.addTo(this);
        AddressFunctions.addTo(this);
        DynamicFunctions.addTo(this);
        ArrayFunctions.addTo(this);
        SetFunctions.addTo(this);
        BagFunctions.addTo(this);
        SeriesFunctions.addTo(this);
        SeriesModels.addTo(this);
        SeriesLines.addTo(this);
        SeriesOutliers.addTo(this);
        StackFunctions.addTo(this);
    }

    void add(String signature, Kernel kernel) {
        Overload overload = Overload.of(signature, kernel);
        overloads.computeIfAbsent(overload.name(), name -> new ArrayList<>()).add(overload);
    }

    /** All ways to call it; none if there is no such function. */
    public List<Overload> overloads(String name) {
        return overloads.getOrDefault(name, List.of());
    }

    /** The way that fits these arguments best. */
    public Optional<Overload> find(String name, List<ScalarType> arguments) {
        return Overload.best(overloads(name), arguments);
    }

    public Set<String> names() {
        return overloads.keySet();
    }

    public static Kernel cast(ScalarType from, ScalarType to) {
        return Kernels.cast(from, to);
    }
}
