package io.ringtail.processors.etcd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An authority and what it vouches for, a server and a client, made anew by openssl. */
record Certificates(Path authority, Path server, Path serverKey, Path client, Path clientKey) {
    static boolean canBeMade() {
        return Stream.of("/usr/bin/openssl", "/usr/local/bin/openssl")
                .anyMatch(path -> Files.isExecutable(Path.of(path)));
    }

    static Certificates make(Path folder) throws IOException, InterruptedException {
        openssl(
                folder,
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=authority",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem");
        Files.writeString(folder.resolve("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n");
        signed(folder, "server");
        signed(folder, "client");
        return new Certificates(
                folder.resolve("ca.pem"),
                folder.resolve("server.pem"),
                folder.resolve("server.key"),
                folder.resolve("client.pem"),
                folder.resolve("client.key"));
    }

    private static void signed(Path folder, String name) throws IOException, InterruptedException {
        openssl(
                folder,
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr");
        openssl(
                folder,
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "names",
                "-out",
                name + ".pem");
    }

    private static void openssl(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("openssl"), Stream.of(arguments)).toList();
        Path log = folder.resolve("openssl.log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + Files.readString(log));
        }
    }
}
