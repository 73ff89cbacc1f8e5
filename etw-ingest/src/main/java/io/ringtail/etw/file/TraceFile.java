package io.ringtail.etw.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The bytes of a trace at their places in it, whether they lie in a file or were unpacked to one. Any thread. */
final class TraceFile implements Closeable {
    private final FileChannel channel;
    private final long sizeBytes;
    private final Optional<Path> unpacked;
    private volatile boolean shrank;

    private TraceFile(FileChannel channel, Optional<Path> unpacked) throws IOException {
        this.channel = channel;
        this.sizeBytes = channel.size();
        this.unpacked = unpacked;
    }

    static TraceFile of(Path path) throws IOException {
        return new TraceFile(FileChannel.open(path, StandardOpenOption.READ), Optional.empty());
    }

    /** As {@link #of}; the file is deleted on close. */
    static TraceFile ofUnpacked(Path path) throws IOException {
        return new TraceFile(FileChannel.open(path, StandardOpenOption.READ), Optional.of(path));
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

    long sizeNow() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (unpacked.isPresent()) {
            Files.deleteIfExists(unpacked.get());
        }
    }
}
