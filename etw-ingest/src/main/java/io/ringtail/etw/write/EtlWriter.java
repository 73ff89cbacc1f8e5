package io.ringtail.etw.write;

import io.ringtail.etw.file.LittleEndian;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes an .etl file, record by record. Each CPU has its buffer; a full one goes to the file, which is how Windows
 * orders buffers too. The log-file header comes first and is written again by {@link #close}, with the end time and
 * the counts. A file that was not closed is one that is still being written: readable up to its last full buffer.
 *
 * <p>A record is an {@link EventType} and an {@link EventRecord} as a reader makes them: items numbered from 0x100
 * become header fields, those below extended items of an EVENT header, and a TraceLogging type's metadata becomes item
 * 11. The record's {@code type}, {@code source} and {@code timeTicks} (but in the short form of {@code write}) are not
 * looked at.
 *
 * <p><b>Threads:</b> one. <b>Order:</b> a reader expects each CPU's events ascending; the writer takes them as they
 * come, since a test may want it otherwise. <b>Memory:</b> one buffer for each CPU that has events, and one more.
 */
public final class EtlWriter implements Closeable {
    private static final int COMPACT_HEADER_MULTIPLE = 512;

    private final SeekableByteChannel channel;
    private final EtlOptions options;
    private final RecordEncoder encoder;
    private @Nullable BufferStream[] streams;
    private final BufferStream headerStream;
    private final Lz77Compressor compressor = new Lz77Compressor();
    private byte[] compressed = {};
    private boolean headerWritten;
    private boolean closed;
    private int buffersWritten;
    private int eventsLost;
    private int buffersLost;
    private long lastTicks;

    private EtlWriter(SeekableByteChannel channel, EtlOptions options) {
        this.channel = channel;
        this.options = options;
        this.encoder = new RecordEncoder(options.host().pointerBytes());
        this.streams = new @Nullable BufferStream[options.buffers().cpus()];
        this.headerStream =
                new BufferStream(options.buffers(), 0, options.session().loggerId());
        this.lastTicks = options.clock().startTicks();
    }

    /** Makes the file, or empties the one that is there. */
    public static EtlWriter create(Path file, EtlOptions options) throws IOException {
        SeekableByteChannel channel = Files.newByteChannel(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            return to(channel, options);
        } catch (IllegalArgumentException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Writes to a channel from its position 0; {@link #close} closes it.
     *
     * @throws IllegalArgumentException if the log-file header does not fit into a buffer
     */
    public static EtlWriter to(SeekableByteChannel channel, EtlOptions options) {
        EtlWriter writer = new EtlWriter(channel, options);
        LogFileHeader header = writer.logFileHeader();
        writer.append(writer.headerStream, header.type(), options.clock().raw0(), header.record());
        return writer;
    }

    /**
     * Writes a record of the time {@code record.timeTicks}, or of the raw time in its
     * {@link ExtendedItems#RAW_CLOCK}, on the CPU {@code record.cpu}.
     */
    public void write(EventType type, EventRecord record) throws IOException {
        write(type, rawTime(record), record);
    }

    /**
     * Writes a record on the CPU {@code record.cpu}.
     *
     * @param rawTime in units of the session's clock
     * @throws IllegalArgumentException if the record does not fit into a buffer, or names a CPU that is not there
     */
    public void write(EventType type, long rawTime, EventRecord record) throws IOException {
        int total = encoder.measure(type, record);
        BufferStream stream = stream(record.cpu);
        if (!stream.fits(total)) {
            checkFitsEmpty(total);
            flush(stream);
        }
        int at = place(stream, total, rawTime);
        encoder.encode(type, rawTime, record, total, stream.bytes(), at);
    }

    /**
     * Writes a record behind the log-file header, into the same buffer, where Windows puts its extensions.
     *
     * @throws IllegalStateException if the header's buffer is in the file already
     */
    public void writeHeaderExtension(EventType type, long rawTime, EventRecord record) {
        if (headerWritten) {
            throw new IllegalStateException("header extensions come before the first full buffer");
        }
        append(headerStream, type, rawTime, record);
    }

    /**
     * Writes bytes as a record on a CPU, whatever they are: records of kinds that nobody writes any more, or damage.
     *
     * @param recordBytes what a reader should find at a record's place; padded with zeros to a multiple of 8
     */
    public void writeRaw(int cpu, long rawTime, byte[] recordBytes) throws IOException {
        if (recordBytes.length == 0) {
            throw new IllegalArgumentException("a raw record has at least 1 byte");
        }
        BufferStream stream = stream(cpu);
        if (!stream.fits(recordBytes.length)) {
            checkFitsEmpty(recordBytes.length);
            flush(stream);
        }
        int at = place(stream, recordBytes.length, rawTime);
        System.arraycopy(recordBytes, 0, stream.bytes(), at, recordBytes.length);
    }

    /** Puts bytes into the file as if they were a buffer, behind all that were flushed. */
    public void writeRawBuffer(byte[] bufferBytes) throws IOException {
        writeHeaderOnce();
        put(bufferBytes, bufferBytes.length);
        buffersWritten++;
    }

    /** Makes room for a CPU beyond those of which the header tells: a real header can tell of too few. */
    public void alsoCpu(int cpu) {
        if (cpu >= streams.length
                && cpu < BufferOptions.MAX_CPUS
                && options.buffers().processorIndexFlag()) {
            streams = Arrays.copyOf(streams, cpu + 1);
        }
    }

    /** What the header says was lost. */
    public void lost(int events, int buffers) {
        eventsLost = events;
        buffersLost = buffers;
    }

    /** Puts a CPU's buffer into the file as it is, as Windows does every second or so. */
    public void flush(int cpu) throws IOException {
        flush(stream(cpu));
    }

    /** Puts every CPU's buffer into the file, in the order of the CPUs. */
    public void flush() throws IOException {
        for (BufferStream stream : streams) {
            if (stream != null) {
                flush(stream);
            }
        }
    }

    /** Flushes, completes the log-file header and closes the file. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            flush();
            writeHeaderOnce();
            LogFileHeader header = logFileHeader();
            EventRecord record = header.record();
            int total = encoder.measure(header.type(), record);
            encoder.encode(
                    header.type(),
                    options.clock().raw0(),
                    record,
                    total,
                    headerStream.bytes(),
                    BufferStream.HEADER_BYTES);
            channel.position(0);
            putHeaderBuffer();
        }
    }

    private LogFileHeader logFileHeader() {
        long end = options.session().endTicks();
        boolean known = closed && end == 0;
        return new LogFileHeader(options, known ? lastTicks : end, buffersWritten, eventsLost, buffersLost);
    }

    private void append(BufferStream stream, EventType type, long rawTime, EventRecord record) {
        int total = encoder.measure(type, record);
        if (!stream.fits(total)) {
            throw new IllegalArgumentException(
                    "the log-file header's buffer has " + options.buffers().bufferBytes()
                            + " bytes, too few for a record of " + total
                            + " more: make buffers larger or names shorter");
        }
        int at = place(stream, total, rawTime);
        encoder.encode(type, rawTime, record, total, stream.bytes(), at);
    }

    private int place(BufferStream stream, int total, long rawTime) {
        lastTicks = Math.max(lastTicks, options.clock().toTicks(rawTime));
        return stream.reserve(total, rawTime);
    }

    private long rawTime(EventRecord record) {
        byte[] bytes = record.extended.bytes();
        for (int at = 0; at < record.extended.length(); ) {
            if (LittleEndian.unsignedShort(bytes, at) == ExtendedItems.RAW_CLOCK) {
                return LittleEndian.getLong(bytes, at + RecordItems.PREFIX_BYTES);
            }
            at += RecordItems.PREFIX_BYTES + LittleEndian.unsignedShort(bytes, at + 2);
        }
        return options.clock().toRaw(record.timeTicks);
    }

    private BufferStream stream(int cpu) {
        if (cpu < 0 || cpu >= streams.length) {
            throw new IllegalArgumentException("the file has the CPUs 0 to " + (streams.length - 1) + ", not " + cpu);
        }
        int index = isSingleStream() ? 0 : cpu;
        BufferStream stream = streams[index];
        if (stream == null) {
            stream =
                    new BufferStream(options.buffers(), index, options.session().loggerId());
            streams[index] = stream;
        }
        return stream;
    }

    private boolean isSingleStream() {
        return (options.session().logFileMode() & SessionFacts.NO_PER_PROCESSOR_BUFFERING) != 0;
    }

    private void checkFitsEmpty(int total) {
        int room = options.buffers().bufferBytes() - BufferStream.HEADER_BYTES;
        if (total > room) {
            throw new IllegalArgumentException(
                    "a buffer takes records of at most " + room + " bytes, not " + total + ": make buffers larger");
        }
    }

    private void flush(BufferStream stream) throws IOException {
        if (stream.isEmpty()) {
            return;
        }
        writeHeaderOnce();
        int size = options.buffers().compressed() ? putCompressed(stream) : 0;
        if (size == 0) {
            int plainSize = options.buffers().compressed()
                    ? stream.end()
                    : options.buffers().bufferBytes();
            put(stream.plain(BufferStream.TYPE_GENERIC, buffersWritten, plainSize), plainSize);
        }
        buffersWritten++;
        stream.clear();
    }

    private int putCompressed(BufferStream stream) throws IOException {
        int room = BufferStream.HEADER_BYTES + Lz77Compressor.maxCompressedBytes(stream.end());
        if (compressed.length < room) {
            compressed = new byte[room];
        }
        int size = stream.compressed(compressor, buffersWritten, compressed);
        if (size > 0) {
            put(compressed, size);
        }
        return size;
    }

    private void writeHeaderOnce() throws IOException {
        if (!headerWritten) {
            headerWritten = true;
            putHeaderBuffer();
            buffersWritten = 1;
        }
    }

    private void putHeaderBuffer() throws IOException {
        int multiple = options.buffers().compressed()
                ? COMPACT_HEADER_MULTIPLE
                : options.buffers().bufferBytes();
        int size = Math.min(options.buffers().bufferBytes(), (headerStream.end() + multiple - 1) / multiple * multiple);
        put(headerStream.plain(BufferStream.TYPE_HEADER, 0, size), size);
    }

    private void put(byte[] bytes, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }
}
