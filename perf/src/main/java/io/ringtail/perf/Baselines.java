package io.ringtail.perf;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/** What the journal is measured against: what Chronicle gives as it is, and what the machine gives without it. */
final class Baselines {
    private static final int SLOTS = 1 << 15;
    private static final int CHUNK_BYTES = 64 << 20;
    private static final int BLOCK_EVENTS = 4096;
    private static final int WRITE_BYTES = 1 << 16;

    private Baselines() {}

    /** A slot with the event in it. */
    private static final class Slot {
        private final byte[] bytes = new byte[RingMeasures.bytesPerEvent()];
    }

    /** The same ring, and an excerpt of header and payload for each event. */
    static long oneExcerptPerEvent(Path folder, long events, int batch) throws IOException {
        byte[] payload = RingMeasures.payload(1);
        Disruptor<Slot> disruptor = new Disruptor<>(
                Slot::new, SLOTS, DaemonThreadFactory.INSTANCE, ProducerType.MULTI, new BusySpinWaitStrategy());
        try (SingleChronicleQueue queue = queue(folder)) {
            ExcerptAppender appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(true);
            disruptor.handleEventsWith((slot, sequence, endOfBatch) -> {
                try (DocumentContext context = appender.writingDocument()) {
                    java.util.Objects.requireNonNull(context.wire()).bytes().write(slot.bytes);
                }
            });
            RingBuffer<Slot> ring = disruptor.start();
            for (long n = 0; n < events; n += batch) {
                int count = (int) Math.min(batch, events - n);
                long last = ring.next(count);
                for (long at = last - count + 1; at <= last; at++) {
                    System.arraycopy(payload, 0, ring.get(at).bytes, 40, payload.length);
                }
                ring.publish(last - count + 1, last);
            }
            disruptor.shutdown();
            appender.close();
        }
        return events;
    }

    /** Copies of one buffer, one behind the other, in files as large as Chronicle maps at a time. */
    static long mappedWrite(Path folder, long bytes) throws IOException {
        Files.createDirectories(folder);
        byte[] buffer = new byte[WRITE_BYTES];
        java.util.Arrays.fill(buffer, (byte) 7);
        try (FileChannel channel = FileChannel.open(
                folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long done = 0; done < bytes; ) {
                ByteBuffer map = channel.map(FileChannel.MapMode.READ_WRITE, done, CHUNK_BYTES);
                while (map.hasRemaining() && done < bytes) {
                    int part = (int) Math.min(buffer.length, bytes - done);
                    map.put(buffer, 0, part);
                    done += part;
                }
            }
        }
        return bytes;
    }

    /** Four columns, a heap and a checksum in an excerpt of its own, from one thread: what a block cannot do without. */
    static long simpleBlocks(Path folder, long events) throws IOException {
        byte[] payload = RingMeasures.payload(1);
        byte[] block = new byte[BLOCK_EVENTS * (32 + payload.length)];
        ByteBuffer columns = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
        CRC32C crc = new CRC32C();
        try (SingleChronicleQueue queue = queue(folder);
                ExcerptAppender appender = queue.createAppender()) {
            for (long n = 0; n < events; n += BLOCK_EVENTS) {
                int count = (int) Math.min(BLOCK_EVENTS, events - n);
                for (int i = 0; i < count; i++) {
                    columns.putLong(i * 8, n + i).putLong(BLOCK_EVENTS * 8 + i * 8, n);
                    columns.putInt(BLOCK_EVENTS * 16 + i * 4, i).putInt(BLOCK_EVENTS * 20 + i * 4, 100 * i);
                    System.arraycopy(payload, 0, block, BLOCK_EVENTS * 32 + i * payload.length, payload.length);
                }
                crc.reset();
                crc.update(block);
                try (DocumentContext context = appender.writingDocument()) {
                    java.util.Objects.requireNonNull(context.wire())
                            .bytes()
                            .writeLong(crc.getValue())
                            .write(block);
                }
            }
        }
        return events;
    }

    private static SingleChronicleQueue queue(Path folder) {
        return SingleChronicleQueueBuilder.binary(folder).blockSize(CHUNK_BYTES).build();
    }
}
