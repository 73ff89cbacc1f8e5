package io.ringtail.etw.write;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** A file in memory. Written in small pieces, as a channel may do. */
final class MemoryChannel implements SeekableByteChannel {
    private static final int MOST_AT_ONCE = 10_000;

    private byte[] bytes = new byte[1 << 16];
    private int size;
    private int position;
    private boolean open = true;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    @Override
    public int write(ByteBuffer from) {
        int count = Math.min(MOST_AT_ONCE, from.remaining());
        if (position + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, position + count));
        }
        from.get(bytes, position, count);
        position += count;
        size = Math.max(size, position);
        return count;
    }

    @Override
    public int read(ByteBuffer to) {
        throw new UnsupportedOperationException("the writer does not read");
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = Math.toIntExact(newPosition);
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new UnsupportedOperationException("the writer does not truncate");
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
