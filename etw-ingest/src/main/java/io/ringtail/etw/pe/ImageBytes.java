package io.ringtail.etw.pe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;

/** The bytes of a program file, little-endian, read piece by piece. Refuses, by name of what was wanted, to read past the end. */
final class ImageBytes {
    private final SeekableByteChannel channel;
    private final long size;

    ImageBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        size = channel.size();
    }

    long size() {
        return size;
    }

    ByteBuffer read(long at, int length, String what) throws IOException, BrokenImageException {
        if (at < 0 || length < 0 || at > size - length) {
            throw new BrokenImageException(what + " wants " + length + " bytes at " + at + ", the file has " + size);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(at);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new BrokenImageException("the file became shorter while " + what + " was read");
            }
        }
        return bytes.flip();
    }
}
