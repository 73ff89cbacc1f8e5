package io.ringtail.processors.strategy;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds a version in a name that people gave, such as an application pool {@code checkout-v1.2}, a host
 * {@code v1-2.checkout.contoso.com} or a program {@code D:\checkout\1.2\checkout.exe}. A version is a whole word there,
 * with or without the leading v; its dots may be dashes or underscores; and {@code 1.2} is not in {@code 1.2.1}.
 */
final class NamedVersion {
    private static final String DOTS = ".-_";

    private NamedVersion() {}

    /**
     * The version that a name tells: the one on trial, the stable one, or what {@code versions} says of a word. A name
     * without any is of the stable version, if that is whatever is not on trial.
     */
    static Optional<String> of(String name, Strategy strategy, Map<String, String> versions) {
        String best = "";
        String found = "";
        for (Map.Entry<String, String> word : versions.entrySet()) {
            boolean longer = word.getKey().length() > best.length()
                    || word.getKey().length() == best.length() && word.getKey().compareTo(best) < 0;
            if (longer && names(name, word.getKey())) {
                best = word.getKey();
                found = word.getValue();
            }
        }
        for (String version : new String[] {strategy.version(), strategy.stableVersion()}) {
            if (version.length() > best.length() && names(name, version)) {
                best = version;
                found = version;
            }
        }
        if (!found.isEmpty()) {
            return Optional.of(found);
        }
        return strategy.stableVersion().isEmpty() ? Optional.of("") : Optional.empty();
    }

    /** Whether a word stands in a name, as a whole. */
    static boolean names(String name, String word) {
        String lower = name.toLowerCase(Locale.ROOT);
        String wanted = bare(word.toLowerCase(Locale.ROOT));
        if (wanted.isEmpty()) {
            return false;
        }
        for (int start = 0; start + wanted.length() <= lower.length(); start++) {
            if (matches(lower, start, wanted) && begins(lower, start, wanted) && ends(lower, start, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static String bare(String word) {
        return word.length() > 1 && word.charAt(0) == 'v' && isDigit(word, 1) ? word.substring(1) : word;
    }

    private static boolean matches(String name, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            char wanted = word.charAt(i);
            char found = name.charAt(start + i);
            if (found != wanted && !(DOTS.indexOf(wanted) >= 0 && DOTS.indexOf(found) >= 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean begins(String name, int start, String word) {
        int before = start - 1;
        boolean isNumber = isDigit(word, 0);
        if (isNumber && before >= 0 && name.charAt(before) == 'v') {
            before--;
        }
        return !isLetterOrDigit(name, before)
                && !(isNumber && before == start - 1 && isDot(name, before, start, word) && isDigit(name, before - 1));
    }

    private static boolean ends(String name, int start, String word) {
        int after = start + word.length();
        boolean isNumber = isDigit(word, word.length() - 1);
        return !isLetterOrDigit(name, after)
                && !(isNumber && isDot(name, after, start, word) && isDigit(name, after + 1));
    }

    /** Whether a character parts numbers of a version as the ones in the word do there. */
    private static boolean isDot(String name, int index, int start, String word) {
        if (index < 0 || index >= name.length()) {
            return false;
        }
        int inside = word.indexOf('.');
        return name.charAt(index) == (inside < 0 ? '.' : name.charAt(start + inside));
    }

    private static boolean isLetterOrDigit(String text, int index) {
        return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
    }

    private static boolean isDigit(String text, int index) {
        return index >= 0 && index < text.length() && Character.isDigit(text.charAt(index));
    }
}
