package io.ringtail.etw.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The bytes of a trace at their places in it, whether they lie in a file or were unpacked to one. Any thread. */
final class TraceFile implements Closeable {
    private final FileChannel channel;
    private final long sizeBytes;
    private final Path path;
    private final boolean isUnpacked;
    private final FileTime modified;
    private volatile boolean shrank;

    private TraceFile(Path path, boolean isUnpacked) throws IOException {
        this.path = path;
        this.isUnpacked = isUnpacked;
        this.modified = Files.getLastModifiedTime(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.sizeBytes = channel.size();
    }

    static TraceFile of(Path path) throws IOException {
        return new TraceFile(path, false);
    }

    /** As {@link #of}; the file is deleted on close. */
    static TraceFile ofUnpacked(Path path) throws IOException {
        return new TraceFile(path, true);
    }

    /** Its size when it was opened; what a session still writes behind that is not read. */
    long sizeBytes() {
        return sizeBytes;
    }

    /** Reads as many of these bytes as there are, and returns how many. */
    int read(long at, byte[] into, int length) throws IOException {
        ByteBuffer target = ByteBuffer.wrap(into, 0, Math.clamp(sizeBytes - at, 0, length));
        while (target.hasRemaining()) {
            if (channel.read(target, at + target.position()) < 0) {
                shrank = true;
                break;
            }
        }
        return target.position();
    }

    /** Whether bytes that were there when it was opened were gone when they were read. */
    boolean shrank() {
        return shrank;
    }

    /**
     * The file as it was when it was opened, by name, size and time; empty if it lies there for this process alone, or is
     * another one by now.
     */
    Optional<String> stamp() throws IOException {
        boolean isSame =
                channel.size() == sizeBytes && Files.getLastModifiedTime(path).equals(modified);
        return isUnpacked || !isSame
                ? Optional.empty()
                : Optional.of(path.toRealPath() + "|" + sizeBytes + "|" + modified.to(TimeUnit.NANOSECONDS));
    }

    long sizeNow() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (isUnpacked) {
            Files.deleteIfExists(path);
        }
    }
}
