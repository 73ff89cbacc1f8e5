package io.ringtail.processors.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    /** Half a surrogate pair stays what it is, as in a text out of a trace. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ä", "語", "\0", "\uD83D", "a語"})
    void aTextOfAnyLengthComesBack(String part) throws IOException {
        for (int length : new int[] {0, 1, 21_844, 21_845, 32_767, 65_533, 65_534, 65_535, 65_536, 100_000}) {
            String text = part.repeat(length / part.length());
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);

            Codec.TEXT.write(out, text);
            Codec.TEXT.write(out, "behind");

            DataInputStream in = in(bytes);
            assertThat(Codec.TEXT.read(in).equals(text))
                    .as("%s characters", length)
                    .isTrue();
            assertThat(Codec.TEXT.read(in)).isEqualTo("behind");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rule", "ä語\0"})
    void readsWhatFormerReleasesWrote(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DataOutputStream(bytes).writeUTF(text);

        assertThat(Codec.TEXT.read(in(bytes))).isEqualTo(text);
    }

    private static DataInputStream in(ByteArrayOutputStream bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }
}
