package io.ringtail.processors.etcd;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.ringtail.processors.strategy.StoreKeys;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A store in etcd. A key's revision is its modification revision, so that a write that was made on an older one loses.
 *
 * <p><b>Failure:</b> a write whose answer did not come is looked after: if what was to be written stands there, it was
 * done. If it was not, for the connection had broken, it is tried again within the time of one question; it holds for a
 * revision only, so that it is not done twice.
 */
public final class EtcdStrategyStore implements StrategyStore {
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    /** Between two tries of a write that etcd was not there for. */
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final Client client;
    private final EtcdOptions options;
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

    private EtcdStrategyStore(Client client, EtcdOptions options) {
        this.client = client;
        this.options = options;
    }

    /** Makes a client; whether etcd answers, the first question tells. */
    public static EtcdStrategyStore open(EtcdOptions options) throws IOException {
        ClientBuilder builder = Client.builder()
                .endpoints(options.endpoints())
                .keepaliveTime(KEEP_ALIVE)
                .keepaliveTimeout(options.timeout())
                .keepaliveWithoutCalls(true)
                .connectTimeout(options.timeout());
        options.account()
                .ifPresent(account -> builder.user(bytes(account.user())).password(bytes(account.password())));
        if (options.tls().isPresent()) {
            builder.sslContext(tls(options.tls().get()));
        }
        return new EtcdStrategyStore(builder.build(), options);
    }

    private static SslContext tls(EtcdOptions.Tls tls) throws IOException {
        SslContextBuilder context = GrpcSslContexts.forClient();
        try {
            tls.authorities().ifPresent(file -> context.trustManager(file.toFile()));
            if (tls.certificate().isPresent() && tls.key().isPresent()) {
                context.keyManager(
                        tls.certificate().get().toFile(), tls.key().get().toFile());
            }
            return context.build();
        } catch (IllegalArgumentException e) {
            throw new IOException("TLS to etcd: " + e.getMessage(), e);
        }
    }

    @Override
    public State read(String prefix) throws IOException {
        GetOption all = GetOption.builder().isPrefix(true).build();
        GetResponse response = await(client.getKVClient().get(key(prefix), all));
        SortedMap<String, Entry> entries = new TreeMap<>();
        for (KeyValue value : response.getKvs()) {
            Entry entry = entry(value);
            entries.put(entry.key(), entry);
        }
        return new State(response.getHeader().getRevision(), entries);
    }

    @Override
    public Write put(String key, String value, long ifRevision) throws IOException {
        return put(key, value, ifRevision, Map.of());
    }

    @Override
    public Write put(String key, String value, long ifRevision, Map<String, Long> others) throws IOException {
        return write(key, Optional.of(value), ifRevision, others, PutOption.DEFAULT);
    }

    @Override
    public Write put(String key, String value, long ifRevision, Lease lease) throws IOException {
        if (!lease.isAlive()) {
            throw new IOException("the lease of " + key + " has run out");
        }
        PutOption onLease = PutOption.builder().withLeaseId(lease.id()).build();
        return write(key, Optional.of(value), ifRevision, Map.of(), onLease);
    }

    @Override
    public Write delete(String key, long ifRevision) throws IOException {
        return write(key, Optional.empty(), ifRevision, Map.of(), PutOption.DEFAULT);
    }

    @Override
    public Lease lease(Duration timeToLive) throws IOException {
        Lease lease = EtcdLease.grant(this, timeToLive);
        open.add(lease);
        return lease;
    }

    @Override
    public Watch watch(String prefix, Listener listener) {
        EtcdWatch watch = EtcdWatch.start(this, client.getWatchClient(), prefix, listener);
        open.add(watch);
        return watch;
    }

    @Override
    public void close() {
        for (AutoCloseable each : open) {
            if (each instanceof Watch watch) {
                watch.close();
            } else if (each instanceof Lease lease) {
                lease.abandon();
            }
        }
        open.clear();
        client.close();
    }

    Client client() {
        return client;
    }

    EtcdOptions options() {
        return options;
    }

    ByteSequence key(String key) {
        return bytes(options.prefix() + key);
    }

    Entry entry(KeyValue value) {
        return new Entry(name(value), value.getValue().toString(StandardCharsets.UTF_8), value.getModRevision());
    }

    /** The key without the prefix. */
    String name(KeyValue value) {
        return value.getKey()
                .toString(StandardCharsets.UTF_8)
                .substring(options.prefix().length());
    }

    private String places() {
        return String.join(", ", options.endpoints().stream().map(URI::toString).toList());
    }

    /** Waits for an answer, as long as the options allow. */
    <T> T await(CompletableFuture<T> answer) throws IOException {
        try {
            return answer.get(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(
                    "etcd at " + places() + " did not answer within "
                            + options.timeout().toMillis() + " ms",
                    e);
        } catch (ExecutionException e) {
            throw new IOException("etcd at " + places() + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while etcd was waited for", e);
        }
    }

    private Write write(String key, Optional<String> value, long ifRevision, Map<String, Long> others, PutOption option)
            throws IOException {
        ByteSequence name = key(StoreKeys.checked(key));
        Op change =
                value.isPresent() ? Op.put(name, bytes(value.get()), option) : Op.delete(name, DeleteOption.DEFAULT);
        Cmp[] conditions = Stream.concat(
                        Stream.of(isAt(name, ifRevision)),
                        others.entrySet().stream().map(other -> isAt(key(other.getKey()), other.getValue())))
                .toArray(Cmp[]::new);
        long giveUpNanos = System.nanoTime() + options.timeout().toNanos();
        boolean isUnanswered = false;
        while (true) {
            try {
                TxnResponse response = await(client.getKVClient()
                        .txn()
                        .If(conditions)
                        .Then(change)
                        .Else(Op.get(name, GetOption.DEFAULT))
                        .commit());
                if (response.isSucceeded()) {
                    return new Write.Done(response.getHeader().getRevision());
                }
                Optional<Entry> found = found(response.getGetResponses().getFirst());
                return isUnanswered ? doneOrConflict(found, value, ifRevision) : new Write.Conflict(found);
            } catch (IOException e) {
                Optional<Write> known = afterNoAnswer(key, value, ifRevision, e);
                if (known.isPresent()) {
                    return known.get();
                }
                if (!isUnavailable(e) || giveUpNanos - System.nanoTime() <= AGAIN.toNanos()) {
                    throw e; // not done, as far as that goes: the caller may try again
                }
                isUnanswered = true;
                pause(e);
            }
        }
    }

    /** As when a connection broke, or none can be made at the moment; jetcd asks again for reads alone. */
    static boolean isUnavailable(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            boolean isIt = switch (cause) {
                case EtcdException etcd -> etcd.getErrorCode() == ErrorCode.UNAVAILABLE;
                case StatusRuntimeException status ->
                    status.getStatus().getCode() == Status.Code.UNAVAILABLE || isClosed(status.getStatus());
                default -> false;
            };
            if (isIt) {
                return true;
            }
        }
        return false;
    }

    /** What gRPC's transport by Netty says of a connection that was closed under a question. */
    private static boolean isClosed(Status status) {
        return status.getCode() == Status.Code.UNKNOWN && "channel closed".equals(status.getDescription());
    }

    private static void pause(IOException failure) throws IOException {
        try {
            Thread.sleep(AGAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }

    private static Cmp isAt(ByteSequence name, long revision) {
        return new Cmp(name, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    }

    /** Whether a write without an answer was done shows in what stands there now; empty if all is as before. */
    private Optional<Write> afterNoAnswer(String key, Optional<String> value, long ifRevision, IOException failure)
            throws IOException {
        Optional<Entry> current;
        try {
            current = read(key).find(key);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw failure;
        }
        return current.map(Entry::revision).orElse(ABSENT) == ifRevision
                ? Optional.empty()
                : Optional.of(doneOrConflict(current, value, ifRevision));
    }

    private static Write doneOrConflict(Optional<Entry> current, Optional<String> value, long ifRevision) {
        long revision = current.map(Entry::revision).orElse(ABSENT);
        return revision != ifRevision && current.map(Entry::value).equals(value)
                ? new Write.Done(revision)
                : new Write.Conflict(current);
    }

    private Optional<Entry> found(GetResponse response) {
        return response.getKvs().stream().findFirst().map(this::entry);
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
