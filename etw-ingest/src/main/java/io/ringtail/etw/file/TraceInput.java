package io.ringtail.etw.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One trace that a user named: a file, plain or gzipped, or a member of a zip archive.
 *
 * @param member empty if the file is not an archive
 */
public record TraceInput(Path path, String member) {
    private static final int COPY_BYTES = 1 << 16;
    static final int GZIP_MAGIC = 0x8B1F;

    public TraceInput {
        Objects.requireNonNull(path);
        Objects.requireNonNull(member);
    }

    /** The path as given; {@code archive!member} for a member of an archive. */
    public String name() {
        return member.isEmpty() ? path.toString() : path + "!" + member;
    }

    TraceFile open(Path temporaryFolder, Problems problems) throws IOException {
        return open(temporaryFolder, problems, UnpackLimit.USUAL);
    }

    TraceFile open(Path temporaryFolder, Problems problems, UnpackLimit limit) throws IOException {
        try {
            if (!member.isEmpty()) {
                return openMember(temporaryFolder, problems, limit);
            }
            if (magic(path) != GZIP_MAGIC) {
                return TraceFile.of(path);
            }
            try (InputStream packed = new BufferedInputStream(Files.newInputStream(path), COPY_BYTES)) {
                return unpack(new GZIPInputStream(packed, COPY_BYTES), temporaryFolder, problems, limit);
            }
        } catch (NoSuchFileException e) {
            throw new TraceUnreadableException(path + ": no such file", e);
        } catch (TraceUnreadableException e) {
            throw e;
        } catch (ZipException | EOFException e) {
            throw new TraceUnreadableException(name() + ": the archive cannot be read: " + reason(e), e);
        } catch (AccessDeniedException e) {
            throw new TraceUnreadableException(name() + ": access is denied", e);
        } catch (FileSystemException e) {
            throw new TraceUnreadableException(name() + ": cannot be read or unpacked: " + reason(e), e);
        }
    }

    /** The first two bytes as a number; -1 if there are fewer. */
    static int magic(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] first = in.readNBytes(Short.BYTES);
            return first.length < Short.BYTES ? -1 : LittleEndian.unsignedShort(first, 0);
        }
    }

    private TraceFile openMember(Path temporaryFolder, Problems problems, UnpackLimit limit) throws IOException {
        return ZipTraces.read(path, member, content -> unpack(content, temporaryFolder, problems, limit))
                .orElseThrow(() -> new TraceUnreadableException(name() + ": the archive has no such member"));
    }

    /** Copies to a temporary file. Of a damaged archive, what came out before the damage. */
    private TraceFile unpack(InputStream from, Path temporaryFolder, Problems problems, UnpackLimit limit)
            throws IOException {
        UnpackLimit.Watch watch = limit.watch(name(), Files.size(path), temporaryFolder);
        Path target = Files.createTempFile(temporaryFolder, "ringtail-", ".etl");
        target.toFile().deleteOnExit(); // a signal ends the process without closing anything
        try (OutputStream to = Files.newOutputStream(target)) {
            copy(from, to, problems, watch);
        } catch (Throwable e) {
            Files.deleteIfExists(target);
            throw e;
        }
        return TraceFile.ofUnpacked(target);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? "it ends too early" : message;
    }

    private static void copy(InputStream from, OutputStream to, Problems problems, UnpackLimit.Watch watch)
            throws IOException {
        byte[] bytes = new byte[COPY_BYTES];
        long copied = 0;
        while (true) {
            int length;
            try {
                length = from.read(bytes);
            } catch (EOFException | ZipException e) {
                problems.addToFile("the archive is damaged: " + copied + " bytes came out of it, then: " + reason(e));
                return;
            }
            if (length < 0) {
                return;
            }
            copied += length;
            watch.willBe(copied);
            to.write(bytes, 0, length);
        }
    }
}
