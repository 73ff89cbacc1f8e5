package io.ringtail.dsl.functions;

/**
 * Makes {@code \d}, {@code \s} and {@code \w} of a regular expression mean the digits, blanks and letters of all scripts, as
 * in Kusto; RE2 means those of ASCII.
 */
final class UnicodeClasses {
    private static final String BLANK = "\\s\\x0b\\x{85}\\p{Z}";
    private static final String WORD = "\\p{L}\\p{M}\\p{Nd}\\p{Pc}";

    private UnicodeClasses() {}

    static String in(String regex) {
        if (regex.indexOf('\\') < 0) {
            return regex;
        }
        StringBuilder result = new StringBuilder();
        boolean inClass = false;
        for (int i = 0; i < regex.length(); i++) {
            char c = regex.charAt(i);
            if (c == '\\' && i + 1 < regex.length()) {
                char letter = regex.charAt(++i);
                int end = letter == 'Q' ? regex.indexOf("\\E", i) : -1;
                if (letter == 'Q') {
                    int stop = end < 0 ? regex.length() : end;
                    result.append(regex, i - 1, stop); // quoted: all of it stands for itself
                    i = stop - 1;
                } else {
                    result.append(escape(letter, inClass));
                }
                continue;
            }
            // A bracket that opens a class is none within one, and one that stands first there does not close it.
            if (c == '[' && !inClass) {
                inClass = true;
                boolean negated = regex.startsWith("^", i + 1);
                boolean first = regex.startsWith("]", i + (negated ? 2 : 1));
                int taken = (negated ? 1 : 0) + (first ? 1 : 0);
                result.append(regex, i, i + 1 + taken);
                i += taken;
                continue;
            }
            if (c == '[' && regex.startsWith(":", i + 1)) {
                int end = regex.indexOf(":]", i);
                if (end > 0) {
                    result.append(regex, i, end + 2);
                    i = end + 1;
                    continue;
                }
            }
            inClass &= c != ']';
            result.append(c);
        }
        return result.toString();
    }

    /** Within a class what is negated stays that of ASCII, for it cannot be written there. */
    private static String escape(char letter, boolean inClass) {
        return switch (letter) {
            case 'd' -> "\\p{Nd}";
            case 'D' -> "\\P{Nd}";
            case 's' -> inClass ? BLANK : "[" + BLANK + "]";
            case 'w' -> inClass ? WORD : "[" + WORD + "]";
            case 'S' -> inClass ? "\\S" : "[^" + BLANK + "]";
            case 'W' -> inClass ? "\\W" : "[^" + WORD + "]";
            default -> "\\" + letter;
        };
    }
}
