package io.ringtail.dsl.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWidthTest {
    @Test
    void countsWhatATerminalGivesACharacter() {
        assertThat(TextWidth.of("abc")).isEqualTo(3);
        assertThat(TextWidth.of("äß€")).isEqualTo(3);
        assertThat(TextWidth.of("日本語")).isEqualTo(6);
        assertThat(TextWidth.of("한국")).isEqualTo(4);
        assertThat(TextWidth.of("ｱｲｳ")).as("half-width").isEqualTo(3);
        assertThat(TextWidth.of("ＡＢ")).as("full-width").isEqualTo(4);
        assertThat(TextWidth.of("🚀")).isEqualTo(2);
        assertThat(TextWidth.of("e\u0301")).as("a combining accent").isEqualTo(1);
        assertThat(TextWidth.of("a\u200bb")).as("a blank of no width").isEqualTo(2);
    }

    @Test
    void cutsWholeCharactersAndSaysSo() {
        assertThat(TextWidth.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(TextWidth.cut("abcdef", 4)).isEqualTo("abc…");
        assertThat(TextWidth.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(TextWidth.cut("日本語", 4)).as("no half of a character").isEqualTo("日…");
        assertThat(TextWidth.cut("🚀🚀🚀", 3)).isEqualTo("🚀…");
    }
}
