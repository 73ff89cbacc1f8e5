package io.ringtail.app;

import io.ringtail.app.canary.StoreAddress;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.etcd.EtcdOptions;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --strategies} and how etcd is reached. */
final class StoreOptions {
    @Option(
            names = "--strategies",
            paramLabel = "DIR|etcd:URL",
            description = "where strategies lie: a folder of SERVICE.json, or etcd:http://host:2379[,http://…]")
    private @Nullable String place;

    @Option(
            names = "--etcd-user",
            paramLabel = "NAME",
            description = "etcd's user; the password is in $" + StoreAddress.PASSWORD)
    private @Nullable String user;

    @Option(names = "--etcd-ca", paramLabel = "FILE", description = "certificates that vouch for etcd's, in PEM")
    private @Nullable Path authorities;

    @Option(names = "--etcd-cert", paramLabel = "FILE", description = "our certificate, in PEM")
    private @Nullable Path certificate;

    @Option(names = "--etcd-key", paramLabel = "FILE", description = "its private key, PKCS#8 in PEM")
    private @Nullable Path key;

    Optional<StoreAddress> address() {
        return Optional.ofNullable(place).map(named -> new StoreAddress(named, Optional.ofNullable(user), tls()));
    }

    StoreAddress required() {
        return address()
                .orElseThrow(() -> Refusal.usage("--strategies is missing: a folder, or etcd:http://host:2379"));
    }

    private Optional<EtcdOptions.Tls> tls() {
        if (authorities == null && certificate == null && key == null) {
            return Optional.empty();
        }
        if ((certificate == null) != (key == null)) {
            throw Refusal.usage("--etcd-cert and --etcd-key are given both or not at all");
        }
        return Optional.of(new EtcdOptions.Tls(
                Optional.ofNullable(authorities), Optional.ofNullable(certificate), Optional.ofNullable(key)));
    }
}
