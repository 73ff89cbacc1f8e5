package io.ringtail.dsl.check;

import io.ringtail.dsl.functions.Comparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is computed from the objects that WQL found. 64-bit numbers may come as text, as WMI gives them. */
final class Residues {
    private Residues() {}

    static Check.Residue disk(
            boolean usage, boolean percent, Comparison comparison, double limit, Optional<String> volume) {
        return objects -> {
            List<Check.Reading> readings = new ArrayList<>();
            for (Map<String, @Nullable Object> object : objects) {
                OptionalDouble capacity = number(object.get("Capacity"));
                OptionalDouble free = number(object.get("FreeSpace"));
                if (capacity.isPresent() && free.isPresent() && capacity.getAsDouble() > 0) {
                    double share = 100 * free.getAsDouble() / capacity.getAsDouble();
                    double value = usage ? 100 - share : percent ? share : free.getAsDouble();
                    String shown = percent ? percent(value) : bytes(value);
                    readings.add(reading(comparison, value, limit, object.get("Name") + " " + shown));
                }
            }
            if (readings.isEmpty()) {
                throw new MachineException(
                        volume.isPresent()
                                ? "no mounted volume '" + volume.get()
                                        + "'; ask \"wmi('SELECT Name, DriveLetter FROM Win32_Volume')\""
                                : "no volume tells its capacity");
            }
            return worst(readings, comparison);
        };
    }

    /** The first that holds, else the one that is nearest to it. */
    private static Check.Reading worst(List<Check.Reading> readings, Comparison comparison) {
        boolean high = comparison == Comparison.GREATER || comparison == Comparison.GREATER_OR_EQUAL;
        Check.Reading worst = readings.getFirst();
        for (Check.Reading reading : readings) {
            boolean further = high
                    ? reading.value().orElse(0.0) > worst.value().orElse(0.0)
                    : reading.value().orElse(0.0) < worst.value().orElse(0.0);
            if (reading.holds() && !worst.holds() || reading.holds() == worst.holds() && further) {
                worst = reading;
            }
        }
        return worst;
    }

    static Check.Residue cpu(Comparison comparison, double limit) {
        return objects -> {
            double[] loads = objects.stream()
                    .map(object -> number(object.get("LoadPercentage")))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(OptionalDouble::getAsDouble)
                    .toArray();
            if (loads.length == 0) {
                throw new MachineException("no processor tells its load yet; ask again in a second");
            }
            double mean = java.util.Arrays.stream(loads).average().orElse(0);
            return reading(comparison, mean, limit, "load " + percent(mean));
        };
    }

    static Check.Residue memory(boolean usage, boolean percent, Comparison comparison, double limit) {
        return objects -> {
            OptionalDouble free = objects.isEmpty()
                    ? OptionalDouble.empty()
                    : number(objects.getFirst().get("FreePhysicalMemory"));
            OptionalDouble total = objects.isEmpty()
                    ? OptionalDouble.empty()
                    : number(objects.getFirst().get("TotalVisibleMemorySize"));
            if (free.isEmpty() || total.isEmpty() || total.getAsDouble() <= 0) {
                throw new MachineException("the machine does not tell how much memory it has");
            }
            double share = 100 * free.getAsDouble() / total.getAsDouble();
            double value = usage ? 100 - share : percent ? share : free.getAsDouble() * 1024;
            String shown = percent ? percent(value) : bytes(value);
            return reading(comparison, value, limit, (usage ? "in use " : "available ") + shown);
        };
    }

    static Check.Residue service(String name, String state, boolean not) {
        return objects -> {
            String found = objects.isEmpty()
                    ? "absent"
                    : String.valueOf(objects.getFirst().get("State")).toLowerCase(Locale.ROOT);
            return new Check.Reading(found.equals(state) != not, Optional.empty(), name + " is " + found);
        };
    }

    static Check.Residue count(Comparison comparison, double limit) {
        return objects -> reading(comparison, objects.size(), limit, objects.size() + " processes");
    }

    static Check.Residue workingSet(Comparison comparison, double limit) {
        return objects -> {
            double sum = objects.stream()
                    .map(object -> number(object.get("WorkingSetSize")))
                    .mapToDouble(size -> size.orElse(0))
                    .sum();
            return reading(comparison, sum, limit, objects.size() + " processes with " + bytes(sum));
        };
    }

    private static Check.Reading reading(Comparison comparison, double value, double limit, String detail) {
        int order = Double.compare(value, limit);
        boolean holds = switch (comparison) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
        return new Check.Reading(holds, Optional.of(value), detail);
    }

    private static OptionalDouble number(@Nullable Object value) {
        try {
            return value == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(value.toString()));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", value);
    }

    private static String bytes(double value) {
        return value >= 1 << 30
                ? String.format(Locale.ROOT, "%.1f GiB", value / (1 << 30))
                : String.format(Locale.ROOT, "%.1f MiB", value / (1 << 20));
    }
}
