package io.ringtail.app.rtz;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.PayloadParts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Overwrites in payloads what the rules name. Lengths stay, so that every schema still fits; characters become {@code *}.
 * What no schema describes goes whole. User names are learned from all events first ({@link #learn}), and then looked for
 * in every text. One thread.
 */
final class Redactor {
    private static final Pattern COMMAND_FIELD =
            Pattern.compile("(?i).*(command|cmd).*|.*(args|arguments|parameters)$");
    private static final Pattern USER_FIELD = Pattern.compile(
            "(?i)(.*(user|account|owner|login|logon|principal|identity|caller|subject|email|mail).*|.*sid)");
    private static final Pattern HOME =
            Pattern.compile("(?i)(?:\\\\|/)(?:users|home|documents and settings)(?:\\\\|/)([^\\\\/\"]+)");
    private static final Pattern PATH = Pattern.compile("(?s)(?:[A-Za-z]:|\\\\|/|%|~).*[\\\\/].*|.*\\\\.*\\\\.*");
    /** The SID of an account of a machine, a domain or a cloud directory; the short ones are the same everywhere. */
    private static final Pattern ACCOUNT = Pattern.compile("(?i)S-1-(?:5-21|12-1)(?:-\\d{1,10})+");
    /** Names that every machine has tell of nobody. */
    private static final Set<String> NOBODY = Set.of(
            "",
            "public",
            "default",
            "all users",
            "system",
            "local service",
            "network service",
            "nt authority",
            "n/a",
            "-");

    private static final int LEAST_NAME = 3;
    private static final byte BLANK = '*';

    private final Set<RedactionRule> rules;
    private final RedactionReport report;
    private final Set<String> users = new HashSet<>();
    private byte[] payload = {};

    Redactor(Set<RedactionRule> rules, RedactionReport report) {
        this.rules = rules;
        this.report = report;
    }

    /** Remembers the user names that an event tells. */
    void learn(EventView event, PayloadLayout layout) {
        byte[] bytes = event.payload();
        layout.locate(event, new PayloadParts() {
            @Override
            public void text(String field, int offset, int length, int textBytes, int unitBytes) {
                String text = decoded(bytes, offset, textBytes, unitBytes);
                if (USER_FIELD.matcher(field).matches() && !PATH.matcher(text).matches()) {
                    addUser(text);
                }
                learnHome(text);
            }

            @Override
            public void sid(String field, int offset, int length) {}

            @Override
            public void opaque(String field, int offset, int length) {}
        });
        report.users(users.size());
    }

    /** Remembers the user in whose home a path lies. */
    void learnHome(String path) {
        Matcher home = HOME.matcher(path);
        while (home.find()) {
            addUser(home.group(1));
        }
    }

    /** The event's payload without what must not be read; it may be shorter than it was. */
    byte[] payload(EventView event, PayloadLayout layout) {
        payload = event.payload();
        int known = layout.locate(event, new PayloadParts() {
            @Override
            public void text(String field, int offset, int length, int textBytes, int unitBytes) {
                redact(field, offset, length, textBytes, unitBytes);
            }

            @Override
            public void sid(String field, int offset, int length) {
                if (rules.contains(RedactionRule.USERS)) {
                    // revision and number of parts stay, or the fields behind it could not be found
                    Arrays.fill(payload, Math.min(offset + 2, offset + length), offset + length, (byte) 0);
                    report.text(RedactionRule.USERS, field);
                }
            }

            @Override
            public void opaque(String field, int offset, int length) {
                Arrays.fill(payload, offset, offset + length, (byte) 0);
                report.opaque(length);
            }
        });
        if (known < payload.length) {
            report.undecodable(payload.length - known);
            return Arrays.copyOf(payload, known);
        }
        return payload;
    }

    /** Whether an extended item must be left out. */
    boolean drops(int extendedType) {
        return extendedType == ExtendedItems.SID && rules.contains(RedactionRule.USERS);
    }

    /** A text that stands outside payloads, such as a source's name. */
    String outside(String text) {
        char[] chars = text.toCharArray();
        mark(text, "").forEach(chars);
        return new String(chars);
    }

    /** Which characters of a text go, and by which rule. */
    private record Marks(boolean[] gone, Set<RedactionRule> by) {
        void forEach(char[] chars) {
            for (int i = 0; i < chars.length; i++) {
                chars[i] = gone[i] ? (char) BLANK : chars[i];
            }
        }
    }

    private void redact(String field, int offset, int length, int textBytes, int unitBytes) {
        String text = decoded(payload, offset, textBytes, unitBytes);
        Marks marks = mark(text, field);
        for (int i = 0; i < text.length(); i++) {
            if (marks.gone()[i]) {
                Arrays.fill(payload, offset + i * unitBytes, offset + (i + 1) * unitBytes, (byte) 0);
                payload[offset + i * unitBytes] = BLANK;
            }
        }
        Arrays.fill(
                payload, offset + textBytes, offset + length, (byte) 0); // what lies behind a text's end is not read
        marks.by().forEach(rule -> report.text(rule, field));
    }

    private Marks mark(String text, String field) {
        Marks marks = new Marks(new boolean[text.length()], new HashSet<>());
        boolean isPath = PATH.matcher(text).matches();
        if (rules.contains(RedactionRule.TEXTS)) {
            mark(marks, 0, text.length(), RedactionRule.TEXTS);
        }
        if (rules.contains(RedactionRule.COMMANDLINES)
                && COMMAND_FIELD.matcher(field).matches()) {
            mark(marks, 0, text.length(), RedactionRule.COMMANDLINES);
        }
        if (rules.contains(RedactionRule.USERS)) {
            if (USER_FIELD.matcher(field).matches() && !isPath) {
                mark(marks, 0, text.length(), RedactionRule.USERS);
            }
            markUsers(marks, text);
            markAccounts(marks, text);
        }
        if (rules.contains(RedactionRule.PATHS) && isPath) {
            int end = Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));
            mark(marks, 0, end, RedactionRule.PATHS);
        }
        return marks;
    }

    private void markUsers(Marks marks, String text) {
        for (String user : users) {
            for (int at = 0; at + user.length() <= text.length(); at++) {
                if (text.regionMatches(true, at, user, 0, user.length())) {
                    mark(marks, at, at + user.length(), RedactionRule.USERS);
                }
            }
        }
    }

    /** As in the names of registry keys below {@code \REGISTRY\USER}. */
    private static void markAccounts(Marks marks, String text) {
        Matcher account = ACCOUNT.matcher(text);
        while (account.find()) {
            mark(marks, account.start(), account.end(), RedactionRule.USERS);
        }
    }

    private static void mark(Marks marks, int start, int end, RedactionRule rule) {
        if (end > start) {
            Arrays.fill(marks.gone(), start, end, true);
            marks.by().add(rule);
        }
    }

    private void addUser(String name) {
        int domain = name.lastIndexOf('\\');
        String user = name.substring(domain + 1).strip().toLowerCase(Locale.ROOT);
        if (user.length() >= LEAST_NAME && !NOBODY.contains(user)) {
            users.add(user);
            users.add(new String(
                    user.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)); // as UTF-8 fields are read
        }
    }

    /** A character each unit, whatever the encoding, so that offsets are the payload's. */
    private static String decoded(byte[] bytes, int offset, int length, int unitBytes) {
        return unitBytes == 2
                ? new String(bytes, offset, length & ~1, StandardCharsets.UTF_16LE)
                : new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }
}
