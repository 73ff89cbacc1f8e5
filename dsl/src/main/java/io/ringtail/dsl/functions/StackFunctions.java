package io.ringtail.dsl.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions of stacks: arrays of frames as texts, innermost first. Each gives null, or no, of what is no array. */
final class StackFunctions {
    /** The module of frames that are in no known one. */
    private static final String UNKNOWN_MODULE = "?";

    private StackFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("stack_top(dynamic):string", Kernels.lenient(row -> {
            List<String> frames = frames(row[0]);
            return frames.isEmpty() ? "" : frames.getFirst();
        }));
        table.add("stack_top(dynamic,long):dynamic", Kernels.strict(row -> top(row[0], Arguments.whole(row[1]))));
        table.add("stack_contains(dynamic,string):bool", Kernels.lenient(row -> contains(row[0], row[1])));
        table.add("stack_fold(dynamic):string", Kernels.lenient(row -> fold(frames(row[0]))));
        table.add(
                "stack_modules(dynamic):dynamic",
                Kernels.lenient(row -> row[0] instanceof List<?> ? modules(frames(row[0])) : null));
    }

    private static List<String> frames(@Nullable Object stack) {
        List<String> frames = new ArrayList<>();
        Arguments.elements(stack).forEach(frame -> frames.add(Arguments.text(frame)));
        return frames;
    }

    private static @Nullable Object top(@Nullable Object stack, int most) {
        List<String> frames = frames(stack);
        return stack instanceof List<?> ? frames.subList(0, Math.clamp(most, 0, frames.size())) : null;
    }

    private static boolean contains(@Nullable Object stack, @Nullable Object part) {
        String wanted = Arguments.text(part).toLowerCase(Locale.ROOT);
        for (String frame : frames(stack)) {
            if (frame.toLowerCase(Locale.ROOT).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** The outermost frame first, as tools that draw flame graphs read them; of a function all places are one frame. */
    private static String fold(List<String> frames) {
        return frames.reversed().stream().map(StackFunctions::function).collect(Collectors.joining(";"));
    }

    private static String function(String frame) {
        int offset = frame.indexOf('!') > 0 ? frame.lastIndexOf("+0x") : -1;
        return offset > 0 ? frame.substring(0, offset) : frame;
    }

    /** Calls within a module are one frame. */
    private static List<String> modules(List<String> frames) {
        List<String> modules = new ArrayList<>();
        for (String frame : frames) {
            String module = module(frame);
            if (modules.isEmpty() || !modules.getLast().equals(module)) {
                modules.add(module);
            }
        }
        return modules;
    }

    private static String module(String frame) {
        int symbol = frame.indexOf('!');
        int end = symbol > 0 ? symbol : frame.lastIndexOf("+0x");
        return end > 0 ? frame.substring(0, end) : UNKNOWN_MODULE;
    }
}
