package io.ringtail.etw.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which images stood where in the address spaces of one machine, and when. What is loaded was not there before; what a
 * rundown tells of was there since another image left the place, and so was what is unloaded. Filled by one thread, then
 * read by any.
 */
final class Modules {
    enum Said {
        LOADED,
        THERE,
        UNLOADED
    }

    private static final int KERNEL = 0;
    /** A size that cannot be, or an address that was used very often, must not make each frame a search of all. */
    private static final int MOST_LOOKED_AT = 4_096;

    private record Place(int pid, long base) {}

    private record Event(long ticks, Said said, long size, String name) {}

    /** Over a span of time, both ends included. */
    private record Module(long base, long size, long fromTicks, long toTicks, String name) {
        boolean holds(long address, long ticks) {
            return Long.compareUnsigned(address - base, size) < 0 && fromTicks <= ticks && ticks <= toTicks;
        }
    }

    /** Those of one process by their bases, unsigned, and the size of the largest. */
    private record Space(Module[] modules, long largest) {
        Optional<Module> at(long address, long ticks) {
            int last = lastUpTo(address);
            for (int i = last; i >= 0 && i > last - MOST_LOOKED_AT; i--) {
                Module module = modules[i];
                if (module.holds(address, ticks)) {
                    return Optional.of(module);
                }
                if (Long.compareUnsigned(address - module.base, largest) >= 0) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        }

        private int lastUpTo(long address) {
            int low = 0;
            int high = modules.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (Long.compareUnsigned(modules[middle].base, address) <= 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }
    }

    private final Map<Place, List<Event>> events = new HashMap<>();
    private final Map<Integer, Space> spaces = new HashMap<>();

    /** The kernel's own images, which belong to all processes, stand in the upper half of 64-bit addresses or in process 0. */
    void add(int pid, long base, long size, String name, Said said, long ticks) {
        events.computeIfAbsent(new Place(base < 0 ? KERNEL : pid, base), none -> new ArrayList<>(2))
                .add(new Event(ticks, said, size, name));
    }

    /** To be called after the last event. */
    void finish() {
        Map<Integer, List<Module>> byProcess = new HashMap<>();
        events.forEach((place, said) ->
                addSpans(place.base, said, byProcess.computeIfAbsent(place.pid, none -> new ArrayList<>())));
        byProcess.forEach((pid, modules) -> spaces.put(pid, space(modules)));
        events.clear();
    }

    /** {@code module+0xoffset}; empty where no module is known. */
    Optional<String> frame(int pid, long address, long ticks) {
        return at(pid, address, ticks)
                .or(() -> at(KERNEL, address, ticks))
                .map(module -> module.name + "+0x" + Long.toHexString(address - module.base));
    }

    private Optional<Module> at(int pid, long address, long ticks) {
        Space space = spaces.get(pid);
        return space == null ? Optional.empty() : space.at(address, ticks);
    }

    private static Space space(List<Module> modules) {
        Module[] sorted = modules.toArray(new Module[0]);
        Arrays.sort(sorted, (one, other) -> Long.compareUnsigned(one.base, other.base));
        return new Space(sorted, modules.stream().mapToLong(Module::size).max().orElse(0));
    }

    /** Turns what was said of one place into spans of time. */
    private static void addSpans(long base, List<Event> said, List<Module> into) {
        said.sort(Comparator.comparingLong(Event::ticks));
        long free = Long.MIN_VALUE;
        Event open = null;
        long openFrom = 0;
        for (Event event : said) {
            boolean goesOn = open != null && event.said != Said.LOADED && event.name.equals(open.name);
            if (open != null && !goesOn) {
                into.add(new Module(base, open.size, openFrom, event.ticks - 1, open.name));
                free = event.ticks;
                open = null;
            }
            if (open == null) {
                open = event;
                openFrom = event.said == Said.LOADED ? event.ticks : free;
            }
            if (event.said == Said.UNLOADED) {
                into.add(new Module(base, open.size, openFrom, event.ticks, open.name));
                free = event.ticks + 1;
                open = null;
            }
        }
        if (open != null) {
            into.add(new Module(base, open.size, openFrom, Long.MAX_VALUE, open.name));
        }
    }
}
