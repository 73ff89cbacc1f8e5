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

    @Test
    void doesWhatTheSpecificationSaysByteByByte() {
        long seed = 21;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] in = new byte[400];
        byte[] out = new byte[3_000];
        byte[] plain = new byte[3_000];
        for (int round = 0; round < 40_000; round++) {
            fill(in, random);
            int inTo = random.nextInt(in.length);
            int outTo = random.nextInt(1, 1 + random.nextInt(1, out.length));

            int to = Lz77.decompress(in, 0, inTo, out, 0, outTo);

            assertThat(to).as("seed %d round %d", seed, round).isEqualTo(new Plain(in, inTo, plain, outTo).run());
            assertThat(Arrays.equals(out, 0, to, plain, 0, to))
                    .as("seed %d round %d", seed, round)
                    .isTrue();
        }
    }

    /** Short distances, so that most matches lie in what is there. */
    private static void fill(byte[] in, SplittableRandom random) {
        random.nextBytes(in);
        int literals = random.nextInt(24);
        in[0] = 0;
        in[1] = 0;
        in[2] = (byte) (literals == 0 ? -1 : random.nextInt(256));
        in[3] = (byte) (literals < 8 ? 0 : random.nextInt(128));
        for (int i = 5; i < in.length; i += 2) {
            in[i] = (byte) (random.nextInt(6) == 0 ? 1 : 0);
        }
    }

    /** The specification, word for word. */
    private static final class Plain {
        private final byte[] in;
        private final int inTo;
        private final byte[] out;
        private final int outTo;
        private int at;
        private int to;
        private int nibbleAt = -1;

        Plain(byte[] in, int inTo, byte[] out, int outTo) {
            this.in = in;
            this.inTo = inTo;
            this.out = out;
            this.outTo = outTo;
        }

        int run() {
            while (to < outTo && has(4)) {
                long flags = number(4);
                for (int bit = 31; bit >= 0; bit--) {
                    if (to == outTo || !((flags >>> bit & 1) == 0 ? literal() : match())) {
                        return to;
                    }
                }
            }
            return to;
        }

        private boolean literal() {
            if (!has(1)) {
                return false;
            }
            out[to++] = in[at++];
            return true;
        }

        private boolean match() {
            if (!has(2)) {
                return false;
            }
            int match = (int) number(2);
            long length = match & 7;
            if (length == 7) {
                length = longLength();
            }
            int distance = (match >>> 3) + 1;
            if (length < 0 || distance > to) {
                return false;
            }
            for (long i = 0; i < length + 3 && to < outTo; i++) {
                out[to] = out[to - distance];
                to++;
            }
            return true;
        }

        private long longLength() {
            int nibble;
            if (nibbleAt >= 0) {
                nibble = in[nibbleAt] >> 4 & 15;
                nibbleAt = -1;
            } else if (has(1)) {
                nibble = in[at] & 15;
                nibbleAt = at++;
            } else {
                return -1;
            }
            if (nibble < 15) {
                return 7L + nibble;
            }
            if (!has(1)) {
                return -1;
            }
            long length = number(1);
            if (length < 255) {
                return 7 + 15 + length;
            }
            if (!has(2)) {
                return -1;
            }
            length = number(2);
            if (length == 0 && has(4)) {
                length = (int) number(4);
            }
            return length < 7 + 15 ? -1 : length;
        }

        private boolean has(int bytes) {
            return inTo - at >= bytes;
        }

        private long number(int bytes) {
            long number = 0;
            for (int i = 0; i < bytes; i++) {
                number |= (in[at++] & 0xFFL) << 8 * i;
            }
            return number;
        }
    }

    private static String decompressed(byte[] packed, int length) {
        byte[] out = new byte[length];
        int to = Lz77.decompress(packed, 0, packed.length, out, 0, length);
        return new String(out, 0, to, java.nio.charset.StandardCharsets.US_ASCII);
    }
}
