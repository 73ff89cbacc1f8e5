package io.ringtail.etw.schema;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What providers are called whose events have no schema here: those that Windows registers. It names whose manifest is to
 * be looked for, and is not what the {@code Provider} column says, which depends on schemas alone.
 */
public final class KnownProviders {
    private static final String FILE = "known-providers.txt";

    private KnownProviders() {}

    /** Read when it is first asked for. */
    private static final class Names {
        static final Map<UUID, String> BY_ID = read();

        private static Map<UUID, String> read() {
            Map<UUID, String> names = new HashMap<>();
            try (InputStream in = Objects.requireNonNull(KnownProviders.class.getResourceAsStream(FILE));
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                    int blank = line.indexOf(' ');
                    names.put(UUID.fromString(line.substring(0, blank)), line.substring(blank + 1));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.copyOf(names);
        }
    }

    /** The name under which Windows registers a provider. */
    public static Optional<String> name(UUID provider) {
        return Optional.ofNullable(Names.BY_ID.get(provider));
    }
}
