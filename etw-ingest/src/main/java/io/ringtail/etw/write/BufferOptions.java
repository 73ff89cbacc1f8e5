package io.ringtail.etw.write;

/**
 * How a file is cut into buffers.
 *
 * @param bufferBytes size of an uncompressed buffer, its 72-byte header included: a multiple of 8
 * @param cpus number of per-CPU streams; the writer keeps one buffer for each that has events
 * @param compressed whether buffers but the first are compressed, as Windows 10 and later do on request
 * @param processorIndexFlag whether buffers tell their processor in 11 bits under a flag of their own, as Windows 8
 *     and later do, or in one byte
 */
public record BufferOptions(int bufferBytes, int cpus, boolean compressed, boolean processorIndexFlag) {
    public static final int MIN_BYTES = 1 << 10;
    public static final int MAX_BYTES = 16 << 20;

    /** The highest number of a processor has 11 bits. */
    static final int MAX_CPUS = 0x800;

    private static final int MAX_CPUS_IN_A_BYTE = 0x100;

    public BufferOptions {
        if (bufferBytes < MIN_BYTES || bufferBytes > MAX_BYTES || bufferBytes % 8 != 0) {
            throw new IllegalArgumentException("a buffer has " + MIN_BYTES + " to " + MAX_BYTES
                    + " bytes and a multiple of 8 of them, not " + bufferBytes);
        }
        int limit = processorIndexFlag ? MAX_CPUS : MAX_CPUS_IN_A_BYTE;
        if (cpus < 1 || cpus > limit) {
            throw new IllegalArgumentException("a file "
                    + (processorIndexFlag ? "" : "without the processor index flag ")
                    + "has 1 to " + limit + " CPUs, not " + cpus);
        }
    }
}
