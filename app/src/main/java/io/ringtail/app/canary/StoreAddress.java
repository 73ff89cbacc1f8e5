package io.ringtail.app.canary;

import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.etcd.EtcdOptions;
import io.ringtail.processors.etcd.EtcdStrategyStore;
import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where strategies lie: a folder, or {@code etcd:http://host:2379,http://other:2379}.
 *
 * @param user etcd's; its password stands in the environment, where no list of processes shows it
 */
public record StoreAddress(String place, Optional<String> user, Optional<EtcdOptions.Tls> tls) {
    public static final String PASSWORD = "RINGTAIL_ETCD_PASSWORD";

    private static final String ETCD = "etcd:";

    /** A folder has to be there: a mistyped name must not look like a place without strategies. */
    public StrategyStore open() throws IOException {
        if (place.startsWith(ETCD)) {
            return EtcdStrategyStore.open(options());
        }
        Path folder = Path.of(place);
        if (!Files.isDirectory(folder)) {
            throw Refusal.usage("--strategies " + place + " is no folder; make it, and put a file SERVICE.json into it;"
                    + " or name etcd, as in etcd:http://localhost:2379");
        }
        return LocalStrategyStore.open(folder, InstantSource.system());
    }

    /** How a strategy is put there, as the end of a sentence. */
    public String wayToPut() {
        return place.startsWith(ETCD)
                ? ": etcdctl put /gray/strategies/SERVICE '{…}'"
                : ": put a file SERVICE.json into it";
    }

    private EtcdOptions options() {
        List<URI> endpoints = new ArrayList<>();
        for (String endpoint : place.substring(ETCD.length()).split(",", -1)) {
            endpoints.add(endpoint(endpoint));
        }
        EtcdOptions options = EtcdOptions.of(endpoints.toArray(URI[]::new));
        if (user.isPresent()) {
            String password = System.getenv(PASSWORD);
            if (password == null) {
                throw Refusal.usage("--etcd-user " + user.get() + " needs a password: set " + PASSWORD);
            }
            options = options.withAccount(new EtcdOptions.Account(user.get(), password));
        }
        return tls.isPresent() ? options.withTls(tls.get()) : options;
    }

    private URI endpoint(String text) {
        try {
            URI endpoint = URI.create(text);
            if (("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                    && endpoint.getPort() > 0
                    && endpoint.getHost() != null) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            throw badEndpoint(text);
        }
        throw badEndpoint(text);
    }

    private Refusal badEndpoint(String text) {
        return Refusal.usage(
                "--strategies " + place + ": '" + text + "' is no endpoint of etcd, such as http://localhost:2379");
    }
}
