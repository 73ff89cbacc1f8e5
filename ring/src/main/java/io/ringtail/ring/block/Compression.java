package io.ringtail.ring.block;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * How a block's heaps are stored. Columns are never compressed, so scans of them cost the same whatever this is.
 *
 * <p><b>Threads:</b> any.
 */
public enum Compression {
    NONE(0),
    /** Fast enough for the journaler at full rate. */
    LZ4(1),
    /** About half of LZ4's size at a quarter of its speed: for lanes of low rate, and for what is compacted or sent. */
    ZSTD(2);

    /** Returned by {@link #pack} where compressing does not pay. */
    static final int DOES_NOT_PAY = -1;

    private static final Compression[] ALL = values();
    /** Smaller heaps gain less than they cost. */
    private static final int LEAST_BYTES = 256;

    private static final int ZSTD_LEVEL = 3;

    private final int number;

    /** Loaded when LZ4 is first used: this unpacks a native library, or falls back to Java where that is not allowed. */
    private static final class Lz4 {
        static final LZ4Compressor COMPRESSOR = LZ4Factory.fastestInstance().fastCompressor();
        static final LZ4SafeDecompressor DECOMPRESSOR =
                LZ4Factory.fastestInstance().safeDecompressor();
    }

    Compression(int number) {
        this.number = number;
    }

    /** As users write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why this machine cannot compress so; empty if it can. */
    public Optional<String> unavailable() {
        byte[] probe = new byte[2 * LEAST_BYTES];
        try {
            pack(probe, probe.length, new byte[probe.length]);
            return Optional.empty();
        } catch (LinkageError e) {
            return Optional.of("the native library of " + label() + " cannot be loaded here: " + e.getMessage()
                    + "; use lz4, which needs none");
        }
    }

    static boolean isKnown(int number) {
        return number >= 0 && number < ALL.length;
    }

    static Compression ofNumber(int number) {
        return ALL[number];
    }

    /** In a block's header. */
    int number() {
        return number;
    }

    /**
     * Compresses and returns the length, or {@link #DOES_NOT_PAY} unless at least an eighth is saved.
     *
     * @param to at least as long as what is compressed
     */
    int pack(byte[] heap, int bytes, byte[] to) {
        int most = bytes - (bytes >>> 3);
        if (this == NONE || bytes < LEAST_BYTES) {
            return DOES_NOT_PAY;
        }
        try {
            return switch (this) {
                case NONE -> DOES_NOT_PAY;
                case LZ4 -> Lz4.COMPRESSOR.compress(heap, 0, bytes, to, 0, most);
                case ZSTD -> (int) Zstd.compressByteArray(to, 0, most, heap, 0, bytes, ZSTD_LEVEL);
            };
        } catch (LZ4Exception | ZstdException e) {
            return DOES_NOT_PAY; // it did not fit into so little
        }
    }

    /** What keeps the stored bytes, in native memory as the others, from being just so many unpacked ones; empty if nothing does. */
    Optional<String> unpack(ByteBuffer stored, int storedBytes, ByteBuffer to, int bytes) {
        long unpacked;
        try {
            unpacked = switch (this) {
                case NONE -> throw new IllegalStateException("nothing is packed");
                case LZ4 -> Lz4.DECOMPRESSOR.decompress(stored, 0, storedBytes, to, 0, bytes);
                case ZSTD -> Zstd.decompressDirectByteBuffer(to, 0, bytes, stored, 0, storedBytes);
            };
        } catch (LZ4Exception | ZstdException e) {
            unpacked = DOES_NOT_PAY;
        } catch (LinkageError e) {
            return Optional.of(
                    "the block is compressed with " + label() + ", whose native library cannot be loaded here");
        }
        return unpacked == bytes
                ? Optional.empty()
                : Optional.of(
                        "what the block has compressed with " + label() + " does not unpack to " + bytes + " bytes");
    }
}
