package io.ringtail.etw.decode;

import io.ringtail.etw.file.FileFacts;
import io.ringtail.ring.event.Catalog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns paths as the kernel has them ({@code \Device\HarddiskVolume2\Windows}) into those that people know, as the trace
 * of an event says: the longest of its prefixes, letter case aside, is replaced. <b>Threads:</b> any.
 */
public final class DevicePaths {
    private static final String BETWEEN = "|";
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:\\\\.");
    /** Images that are loaded from there are also told without any drive. */
    private static final String SYSTEM_ROOT = "\\SystemRoot\\";

    private record Mapping(String prefix, String instead) {
        Optional<String> applied(String path) {
            return path.regionMatches(true, 0, prefix, 0, prefix.length())
                    ? Optional.of(instead + path.substring(prefix.length()))
                    : Optional.empty();
        }
    }

    private record Known(String fact, List<Mapping> mappings) {}

    private final Catalog catalog;
    private volatile @Nullable Known[] bySource = {};

    DevicePaths(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The mappings of a machine as a source's fact. */
    public static String toFact(Map<String, String> volumes) {
        StringBuilder fact = new StringBuilder();
        volumes.forEach((prefix, instead) -> {
            if (!prefix.contains(BETWEEN) && !instead.contains(BETWEEN)) {
                fact.append(fact.isEmpty() ? "" : BETWEEN)
                        .append(prefix)
                        .append(BETWEEN)
                        .append(instead);
            }
        });
        return fact.toString();
    }

    String known(int source, String path) {
        if (path.isEmpty() || path.charAt(0) != '\\' || source >= catalog.sourceCount()) {
            return path;
        }
        for (Mapping mapping : mappings(source)) {
            Optional<String> applied = mapping.applied(path);
            if (applied.isPresent()) {
                return applied.get();
            }
        }
        return path;
    }

    /** A source is told again when more is known of it. */
    private List<Mapping> mappings(int source) {
        String fact = catalog.source(source).facts().getOrDefault(FileFacts.VOLUMES, "");
        @Nullable Known[] all = bySource;
        Known known = source < all.length ? all[source] : null;
        if (known == null || !known.fact.equals(fact)) {
            known = new Known(fact, parsed(fact));
            @Nullable Known[] grown = Arrays.copyOf(all, Math.max(all.length, source + 1));
            grown[source] = known;
            bySource = grown;
        }
        return known.mappings;
    }

    private static List<Mapping> parsed(String fact) {
        List<Mapping> mappings = new ArrayList<>();
        String[] parts = fact.split("\\" + BETWEEN, -1);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            mappings.add(new Mapping(parts[i], parts[i + 1]));
            if (parts[i].equalsIgnoreCase(SYSTEM_ROOT)
                    && DRIVE.matcher(parts[i + 1]).lookingAt()) {
                mappings.add(new Mapping(parts[i + 1].substring(2), parts[i + 1]));
            }
        }
        mappings.sort(Comparator.comparingInt((Mapping mapping) -> mapping.prefix.length())
                .reversed());
        return mappings;
    }
}
