package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class Lznt1Test {

    @Test
    void repeatsMatchesThatReachIntoThemselves() {
        // One literal, then a match of distance 1 and length 9: ten times the same byte.
        byte[] packed = Bytes.hex("03b0 02 61 0600".replace(" ", ""));

        assertThat(Lznt1.decompress(packed, 0, 100))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("aaaaaaaaaa");
        assertThat(Lznt1.decompress(packed, 0, 4))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("aaaa");
    }

    @Test
    void takesPlainChunksAndStopsAtTheEndMark() {
        byte[] packed = Bytes.hex("0230616263" + "0000" + "0230616263");

        assertThat(Lznt1.decompress(packed, 0, 100))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("abc");
    }

    @Test
    void stopsAtAMatchBeforeTheStartOfItsChunk() {
        assertThat(Lznt1.decompress(Bytes.hex("03b002610610"), 0, 100))
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("a");
    }

    @Test
    void readsAnyBytesWithinTheLimit() {
        SplittableRandom random = new SplittableRandom(20261125);
        for (int round = 0; round < 20_000; round++) {
            byte[] packed = new byte[random.nextInt(60)];
            random.nextBytes(packed);
            int most = random.nextInt(-1, 10_000);

            assertThat(Lznt1.decompress(packed, Math.min(packed.length, 2), most).length)
                    .isLessThanOrEqualTo(Math.max(0, most));
        }
    }

    @Test
    void readsTheScoresOfARealTrace() throws Exception {
        RealTraces.assumeThere();
        List<String> read = new ArrayList<>();
        RealTraces.visit("SelfDescribingSingleEvent.etl", (event, type, layout) -> {
            if (layout.eventName().startsWith("WinSat/")) {
                assertThat(layout.problem(event)).isEmpty();
                String xml = String.valueOf(Recorded.read(layout, "Xml", event));
                read.add(event.getInt(4) + " " + 2 * xml.length() + " " + xml.substring(0, 12) + " "
                        + xml.substring(xml.length() - 4));
            }
        });

        assertThat(read)
                .containsExactly(
                        "1052 1050 <WinSPR><Sys SPR>", "2348 2346 <Metrics><CP ics>", "17888 17886 <SystemConfi fig>");
    }
}
