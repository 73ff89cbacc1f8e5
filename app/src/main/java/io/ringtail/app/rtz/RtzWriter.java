package io.ringtail.app.rtz;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts a closed journal into one file: the manifest first, then every file as it is. */
final class RtzWriter {
    private static final int COPY_BYTES = 1 << 16;
    /** The same for every entry, so that the same session gives the same bytes. */
    private static final FileTime TIME = FileTime.from(Instant.parse("2000-01-01T00:00:00Z"));

    private RtzWriter() {}

    /** A file's bytes by their sums. */
    private record Sums(long bytes, int crc, String sha256) {}

    static void write(Path journal, Map<String, @Nullable Object> facts, OutputStream to) throws IOException {
        List<String> names = contents(journal);
        List<Sums> sums = new ArrayList<>();
        List<Manifest.Part> parts = new ArrayList<>();
        for (String name : names) {
            Sums of = sums(journal.resolve(name));
            sums.add(of);
            parts.add(new Manifest.Part(name, of.bytes(), of.sha256()));
        }
        byte[] manifest = new Manifest(facts, parts).toBytes();
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            CRC32 crc = new CRC32();
            crc.update(manifest);
            begin(zip, RtzFormat.MANIFEST, manifest.length, (int) crc.getValue());
            zip.write(manifest);
            for (int i = 0; i < names.size(); i++) {
                begin(zip, names.get(i), sums.get(i).bytes(), sums.get(i).crc());
                Files.copy(journal.resolve(names.get(i)), zip);
            }
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static List<String> contents(Path journal) throws IOException {
        try (Stream<Path> files = Files.walk(journal)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> journal.relativize(file).toString().replace('\\', '/'))
                    .filter(RtzFormat::isContentName)
                    .sorted()
                    .toList();
        }
    }

    private static Sums sums(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        CRC32 crc = new CRC32();
        long bytes = 0;
        byte[] buffer = new byte[COPY_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sha256.update(buffer, 0, read);
                crc.update(buffer, 0, read);
                bytes += read;
            }
        }
        return new Sums(bytes, (int) crc.getValue(), HexFormat.of().formatHex(sha256.digest()));
    }

    private static void begin(ZipOutputStream zip, String name, long bytes, int crc) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes);
        entry.setCompressedSize(bytes);
        entry.setCrc(Integer.toUnsignedLong(crc));
        entry.setTimeLocal(java.time.LocalDateTime.ofInstant(TIME.toInstant(), java.time.ZoneOffset.UTC));
        zip.putNextEntry(entry);
    }
}
