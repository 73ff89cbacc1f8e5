package io.ringtail.etw.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Lz77CompressorTest {
    private final Lz77Compressor compressor = new Lz77Compressor();

    @Test
    void comesBackFromTheDecoderOfTheSpecification() {
        for (long seed = 0; seed < 300; seed++) {
            byte[] plain = randomText(new SplittableRandom(seed));

            byte[] packed = compress(plain);

            assertThat(ParsedTrace.decompress(packed, plain.length))
                    .as("seed %d", seed)
                    .isEqualTo(plain);
        }
    }

    @Test
    void writesEveryFormOfAMatchLength() {
        for (int length : new int[] {1, 2, 3, 9, 10, 24, 25, 26, 278, 279, 280, 281, 65_538, 65_539, 200_000}) {
            byte[] plain = new byte[length + 10];
            plain[0] = 1;
            plain[length + 9] = 2;

            byte[] packed = compress(plain);

            assertThat(ParsedTrace.decompress(packed, plain.length))
                    .as("length %d", length)
                    .isEqualTo(plain);
            assertThat(packed.length).isLessThan(40);
        }
    }

    @Test
    void writesNoMoreThanItPromisesForNoise() {
        byte[] noise = new byte[100_000];
        new SplittableRandom(3).nextBytes(noise);

        byte[] packed = compress(noise);

        assertThat(packed.length).isLessThanOrEqualTo(Lz77Compressor.maxCompressedBytes(noise.length));
        assertThat(ParsedTrace.decompress(packed, noise.length)).isEqualTo(noise);
    }

    private byte[] compress(byte[] plain) {
        byte[] target = new byte[5 + Lz77Compressor.maxCompressedBytes(plain.length)];
        int length = compressor.compress(plain, 0, plain.length, target, 5);
        return Arrays.copyOfRange(target, 5, 5 + length);
    }

    /** Pieces of earlier text, zeros and noise: matches near and far, long and short. */
    private static byte[] randomText(SplittableRandom random) {
        byte[] text = new byte[random.nextInt(1, 40_000)];
        for (int at = 0; at < text.length; ) {
            int length = Math.min(text.length - at, random.nextInt(1, random.nextInt(10) == 0 ? 2_000 : 30));
            int back = at == 0 ? 0 : random.nextInt(Math.min(at, 12_000)) + 1;
            for (int i = 0; i < length; i++, at++) {
                text[at] = back > 0 && back % 3 != 0 ? text[at - back] : (byte) random.nextInt(4);
            }
        }
        return text;
    }
}
