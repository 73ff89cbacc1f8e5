package io.ringtail.processors.etcd;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where etcd is, and who asks it.
 *
 * @param prefix before every key; ends with a slash
 * @param timeout of one question
 * @param fullReadEvery how often the whole state is read anew, though nothing is known to be wrong
 */
public record EtcdOptions(
        List<URI> endpoints,
        Optional<Account> account,
        Optional<Tls> tls,
        String prefix,
        Duration timeout,
        Duration fullReadEvery) {
    private static final String PREFIX = "/gray/";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration FULL_READ_EVERY = Duration.ofMinutes(3);

    /** A user of etcd's own. */
    public record Account(String user, String password) {
        @Override
        public String toString() {
            return user; // never the password
        }
    }

    /**
     * How etcd is known, and how we are known to it.
     *
     * @param authorities certificates that are believed, in PEM; empty: those of the system
     * @param certificate our own chain, in PEM
     * @param key its private key, PKCS#8 in PEM
     */
    public record Tls(Optional<Path> authorities, Optional<Path> certificate, Optional<Path> key) {
        public Tls {
            if (certificate.isPresent() != key.isPresent()) {
                throw new IllegalArgumentException("a certificate and its key are given both or not at all");
            }
        }
    }

    public EtcdOptions {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("etcd has at least one endpoint, such as http://localhost:2379");
        }
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("the prefix '" + prefix + "' has to end with '/'");
        }
    }

    /** Without account or TLS. */
    public static EtcdOptions of(URI... endpoints) {
        return new EtcdOptions(
                List.of(endpoints), Optional.empty(), Optional.empty(), PREFIX, TIMEOUT, FULL_READ_EVERY);
    }

    public EtcdOptions withAccount(Account newAccount) {
        return new EtcdOptions(endpoints, Optional.of(newAccount), tls, prefix, timeout, fullReadEvery);
    }

    public EtcdOptions withTls(Tls newTls) {
        return new EtcdOptions(endpoints, account, Optional.of(newTls), prefix, timeout, fullReadEvery);
    }

    public EtcdOptions withTimeout(Duration newTimeout) {
        return new EtcdOptions(endpoints, account, tls, prefix, newTimeout, fullReadEvery);
    }

    public EtcdOptions withFullReadEvery(Duration newInterval) {
        return new EtcdOptions(endpoints, account, tls, prefix, timeout, newInterval);
    }
}
