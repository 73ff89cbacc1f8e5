package io.ringtail.dsl.result;

/**
 * How many columns of a terminal a text takes: two for each character of East Asian scripts and most emoji, none for
 * combining marks and what only steers the others.
 */
public final class TextWidth {
    private static final int FIRST_WIDE = 0x1100;

    private TextWidth() {}

    public static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += of(text.codePointAt(i));
        }
        return width;
    }

    public static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> codePoint >= FIRST_WIDE && isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        return switch (Character.UnicodeScript.of(codePoint)) {
            case HANGUL -> !isVowelOrTail(codePoint) && !isHalf(codePoint);
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, YI, TANGUT -> !isHalf(codePoint);
            default ->
                codePoint >= 0x3000 && codePoint <= 0x303e // ideographic blanks and brackets
                        || codePoint >= 0x3099 && codePoint <= 0x33ff
                        || codePoint >= 0xfe30 && codePoint <= 0xfe6f
                        || codePoint >= 0xff01 && codePoint <= 0xff60
                        || codePoint >= 0xffe0 && codePoint <= 0xffe6
                        || Character.isEmojiPresentation(codePoint);
        };
    }

    /** Written below or beside the consonant before, without a place of its own. */
    private static boolean isVowelOrTail(int codePoint) {
        return codePoint >= 0x1160 && codePoint <= 0x11ff;
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= 0xff61 && codePoint <= 0xffdc;
    }

    /** As much of the beginning as fits, with an ellipsis for the rest. */
    public static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        int end = 0;
        int width = 0;
        while (end < text.length() && width + of(text.codePointAt(end)) <= columns - 1) {
            width += of(text.codePointAt(end));
            end += Character.charCount(text.codePointAt(end));
        }
        return text.substring(0, end) + "…";
    }
}
