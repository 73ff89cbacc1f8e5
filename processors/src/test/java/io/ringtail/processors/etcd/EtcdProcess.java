package io.ringtail.processors.etcd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real etcd with a data folder and free ports of its own, which can be killed, stopped and started anew. Only processes
 * that it started are ever ended.
 */
final class EtcdProcess {
    private final String program;
    private final Path folder;
    private final URI client;
    private final URI peer;
    private final List<String> more;
    private Process process;

    private EtcdProcess(String program, Path folder, URI client, URI peer, List<String> more) throws IOException {
        this.program = program;
        this.more = more;
        this.folder = folder;
        this.client = client;
        this.peer = peer;
        this.process = run();
    }

    /** Where etcd is installed, if it is. */
    static Optional<String> program() {
        return Stream.of("/usr/bin/etcd", "/usr/local/bin/etcd")
                .filter(path -> Files.isExecutable(Path.of(path)))
                .findFirst();
    }

    static EtcdProcess start(Path folder) throws IOException {
        return new EtcdProcess(program().orElseThrow(), folder, freePort(), freePort(), List.of());
    }

    /** One that speaks TLS alone, with certificates of {@link Certificates}, and asks who comes for his. */
    static EtcdProcess startTls(Path folder, Certificates certificates) throws IOException {
        URI client = URI.create(freePort().toString().replace("http:", "https:"));
        List<String> tls = List.of(
                "--cert-file=" + certificates.server(),
                "--key-file=" + certificates.serverKey(),
                "--trusted-ca-file=" + certificates.authority(),
                "--client-cert-auth");
        return new EtcdProcess(program().orElseThrow(), folder, client, freePort(), tls);
    }

    private static URI freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
    }

    private Process run() throws IOException {
        Path log = folder.resolve("etcd.log");
        List<String> command = new ArrayList<>(List.of(
                program,
                "--name=one",
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=one=" + peer,
                "--initial-cluster-state=new"));
        command.addAll(more);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    URI endpoint() {
        return client;
    }

    /** Ends it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void startAgain() throws IOException {
        process = run();
    }

    /** It keeps its connections and answers nothing, as behind a cut network. */
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
        while (process.isAlive() && !isFrozen()) {
            Thread.sleep(1); // its threads stop one by one, and until then it may answer
        }
    }

    /** Whether every thread is stopped; where there is no {@code /proc}, that the signal was sent is all that is known. */
    private boolean isFrozen() throws IOException {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return true;
        }
        try (DirectoryStream<Path> each = Files.newDirectoryStream(threads)) {
            for (Path thread : each) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') {
                    return false;
                }
            }
        }
        return true;
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal, Long.toString(process.pid())));
        new ProcessBuilder(command).start().waitFor();
    }
}
