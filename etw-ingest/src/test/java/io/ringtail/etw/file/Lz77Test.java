package io.ringtail.etw.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Lz77Test {
    /** [MS-XCA] 3.1: "abcdefghijklmnopqrstuvwxyz" and 300 times "abc". */
    private static final byte[] ALPHABET =
            HexFormat.of().parseHex("3f0000006162636465666768696a6b6c6d6e6f707172737475767778797a");

    private static final byte[] REPEATED = HexFormat.of().parseHex("ffffff1f61626317000fff2601");

    @Test
    void decompressesTheExamplesOfTheSpecification() {
        assertThat(decompressed(ALPHABET, 26)).isEqualTo("abcdefghijklmnopqrstuvwxyz");
        assertThat(decompressed(REPEATED, 300)).isEqualTo("abc".repeat(100));
    }

    @Test
    void stopsWhereTheOutputIsFull() {
        for (int length = 0; length <= 300; length++) {
            assertThat(decompressed(REPEATED, length))
                    .isEqualTo("abc".repeat(100).substring(0, length));
        }
    }

    @Test
    void stopsWhereTheInputEnds() {
        for (int length = 0; length < REPEATED.length; length++) {
            byte[] out = new byte[300];
            int to = Lz77.decompress(REPEATED, 0, length, out, 0, out.length);
            assertThat(to).isLessThan(300);
        }
    }

    @Test
    void neverTouchesWhatIsOutsideItsRanges() {
        long seed = 7;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] in = new byte[300];
        byte[] out = new byte[500];
        for (int round = 0; round < 20_000; round++) {
            random.nextBytes(in);
            in[100 + random.nextInt(8)] = 0;
            Arrays.fill(out, (byte) 0x55);
            int outTo = 100 + random.nextInt(300);

            int to = Lz77.decompress(in, 100, 100 + random.nextInt(200), out, 100, outTo);

            assertThat(to).as("seed %d round %d", seed, round).isBetween(100, outTo);
            assertThat(Arrays.copyOf(out, 100)).containsOnly(0x55);
            assertThat(Arrays.copyOfRange(out, outTo, out.length)).containsOnly(0x55);
        }
    }

    private static String decompressed(byte[] packed, int length) {
        byte[] out = new byte[length];
        int to = Lz77.decompress(packed, 0, packed.length, out, 0, length);
        return new String(out, 0, to, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
