package io.ringtail.app.rtz;

import io.ringtail.app.terminal.Refusal;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What is taken out of a session before it leaves the house; {@code docs/formats/rtz.md} states each rule. */
public enum RedactionRule {
    /** Texts in fields named for command lines and arguments. */
    COMMANDLINES("commandlines"),
    /** Texts in fields named for users, SIDs, also as texts, and every occurrence in any text of a user name that was found so. */
    USERS("users"),
    /** Of texts that are paths everything but the last part. */
    PATHS("paths"),
    /** Every text. */
    TEXTS("texts");

    private static final String ALL = "all";

    private final String label;

    RedactionRule(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The rules of {@code --redact}: names with commas between them, or {@code all}, which is the first three. */
    public static Set<RedactionRule> parse(String text) {
        Set<RedactionRule> rules = EnumSet.noneOf(RedactionRule.class);
        for (String name : text.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (name.strip().equals(ALL)) {
                rules.addAll(EnumSet.of(COMMANDLINES, USERS, PATHS));
                continue;
            }
            rules.add(Arrays.stream(values())
                    .filter(rule -> rule.label.equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> Refusal.usage("--redact '" + text + "': '" + name.strip()
                            + "' is no rule; there are " + names() + " and all")));
        }
        return rules;
    }

    private static String names() {
        return Arrays.stream(values()).map(RedactionRule::label).collect(Collectors.joining(", "));
    }
}
