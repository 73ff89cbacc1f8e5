package io.ringtail.app.rtz;

import io.ringtail.app.terminal.TemporaryFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A session file that was opened: checked whole, decrypted if need be, and laid out as the journal that it is in a folder
 * that is its owner's alone and gone when this is closed.
 */
public final class RtzFile implements AutoCloseable {
    private final Path path;
    private final TemporaryFolder folder;
    private final Manifest manifest;

    private RtzFile(Path path, TemporaryFolder folder, Manifest manifest) {
        this.path = path;
        this.folder = folder;
        this.manifest = manifest;
    }

    public static boolean isNamed(Path path) {
        return path.toString().endsWith(RtzFormat.SUFFIX);
    }

    /**
     * Opens a session file.
     *
     * @param key the private key that opens it, for one that is encrypted
     * @throws RtzRefusedException if anything in it is not as it must be
     */
    public static RtzFile open(Path path, Optional<Path> key) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        TemporaryFolder folder = TemporaryFolder.create("ringtail-rtz");
        try {
            return new RtzFile(path, folder, unpack(path, key, folder.path()));
        } catch (IOException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** The journal that it holds. */
    public Path journal() {
        return folder.path().resolve("journal");
    }

    Path path() {
        return path;
    }

    Manifest manifest() {
        return manifest;
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }

    private static Manifest unpack(Path path, Optional<Path> key, Path folder) throws IOException {
        Path zip = path;
        if (Envelope.isEncrypted(path)) {
            Path keyFile = key.orElseThrow(() ->
                    new RtzRefusedException(path, "it is encrypted; name the private key that opens it with --key"));
            zip = folder.resolve("decrypted");
            Envelope.decrypt(path, KeyFiles.privateKey(keyFile), zip);
        }
        try (ZipDirectory directory = ZipDirectory.open(zip)) {
            Manifest manifest = manifest(path, directory);
            checkNames(path, directory, manifest);
            for (Manifest.Part part : manifest.parts()) {
                unpack(path, directory, part, folder.resolve("journal"));
            }
            return manifest;
        } finally {
            if (!zip.equals(path)) {
                Files.deleteIfExists(zip);
            }
        }
    }

    private static Manifest manifest(Path path, ZipDirectory directory) throws IOException {
        ZipDirectory.Entry entry = directory.entries().get(RtzFormat.MANIFEST);
        if (entry == null) {
            throw new RtzRefusedException(path, "it has no " + RtzFormat.MANIFEST);
        }
        if (entry.bytes() > RtzFormat.MOST_MANIFEST_BYTES) {
            throw new RtzRefusedException(
                    path, "its " + RtzFormat.MANIFEST + " has " + entry.bytes() + " bytes, more than a manifest has");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        directory.copy(entry, bytes);
        Manifest manifest = Manifest.parse(bytes.toByteArray())
                .orElseThrow(() -> new RtzRefusedException(path, "its " + RtzFormat.MANIFEST + " is none"));
        if (manifest.number("version") != RtzFormat.VERSION) {
            throw new RtzRefusedException(
                    path,
                    "it is of version " + manifest.number("version") + ", and this Ringtail reads version "
                            + RtzFormat.VERSION + "; use a newer one");
        }
        return manifest;
    }

    private static void checkNames(Path path, ZipDirectory directory, Manifest manifest) throws RtzRefusedException {
        Set<String> listed = new HashSet<>(Set.of(RtzFormat.MANIFEST));
        for (Manifest.Part part : manifest.parts()) {
            if (!RtzFormat.isContentName(part.name())) {
                throw new RtzRefusedException(
                        path, "its manifest lists '" + part.name() + "', which no session has; nothing is unpacked");
            }
            if (!listed.add(part.name())) {
                throw new RtzRefusedException(path, "its manifest lists " + part.name() + " twice");
            }
            if (!directory.entries().containsKey(part.name())) {
                throw new RtzRefusedException(path, part.name() + " is missing, which its manifest lists");
            }
        }
        for (String name : directory.entries().keySet()) {
            if (!listed.contains(name)) {
                throw new RtzRefusedException(path, "entry " + name + " is not listed in its manifest");
            }
        }
    }

    private static void unpack(Path path, ZipDirectory directory, Manifest.Part part, Path journal) throws IOException {
        ZipDirectory.Entry entry = directory.entries().get(part.name());
        if (entry == null || entry.bytes() != part.bytes()) {
            throw new RtzRefusedException(
                    path,
                    part.name() + " has " + (entry == null ? 0 : entry.bytes()) + " bytes, and its manifest says "
                            + part.bytes());
        }
        Path file = journal.resolve(part.name());
        Files.createDirectories(file.getParent());
        MessageDigest sha256 = RtzWriter.sha256();
        try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), sha256)) {
            directory.copy(entry, out);
        }
        file.toFile().deleteOnExit(); // a signal ends the process without closing anything
        String hash = HexFormat.of().formatHex(sha256.digest());
        if (!hash.equals(part.sha256())) {
            throw new RtzRefusedException(
                    path,
                    part.name() + " was changed: its SHA-256 is " + hash + ", and its manifest says " + part.sha256());
        }
    }
}
