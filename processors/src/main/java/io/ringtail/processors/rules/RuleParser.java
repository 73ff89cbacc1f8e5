package io.ringtail.processors.rules;

import io.ringtail.dsl.check.Check;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.dsl.syntax.Words.Kind;
import io.ringtail.dsl.syntax.Words.Word;
import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads rule files. Never throws, whatever the text. */
final class RuleParser {
    private static final List<String> CLAUSES = List.of(
            "key", "for", "nodata", "cooldown", "max", "unless", "mode", "severity", "labels", "message", "then");
    /** No column is called so, at the start of a line. */
    private static final Set<String> CERTAIN =
            Set.of("when", "then", "nodata", "cooldown", "unless", "severity", "rule", "test");

    private static final Set<String> ENDS = endsOfACondition();
    private static final List<String> SEVERITIES = List.of("info", "warning", "error", "critical");
    private static final List<String> ACTIONS =
            List.of("alert", "rollback", "pause", "resume", "dump", "check", "export", "run");
    private static final List<String> KINDS = List.of("fired", "suppressed", "inconclusive", "resolved");
    /** What would make a rule's answer depend on when it is asked. */
    private static final Set<String> NOT_OF_EVENTS = Set.of("now", "ago", "rand", "wmi", "new_guid");

    /** Operators whose rows depend on other rows, whatever the table is. */
    private static final Set<String> NOT_OF_A_ROW =
            Set.of("join", "lookup", "union", "sort", "order", "top", "take", "limit", "distinct");
    /** Columns that other events tell, which may come later. */
    private static final Set<String> TOLD_LATER =
            Set.of("ProcessName", "CommandLine", "ParentProcessId", "ThreadName", "Stack");
    /** Operators that may give such a name to something else. */
    private static final Set<String> RENAMING =
            Set.of("parse", "parse-where", "project-away", "project-rename", "away", "rename");

    private final String file;
    private final String text;
    private final RuleWords words;
    private final List<Rule> rules = new ArrayList<>();
    private final List<RuleCase> cases = new ArrayList<>();
    /** The name of the action read last. */
    private String effector = "";

    private RuleParser(String file, String text) {
        this.file = file;
        this.text = text;
        words = new RuleWords(file, text);
    }

    static RuleFile parse(String file, String text) {
        RuleParser parser = new RuleParser(file, text);
        while (!parser.words.atEnd()) {
            try {
                parser.item();
            } catch (RuleWords.Refused e) {
                parser.words.recover();
            }
        }
        return new RuleFile(file, text, parser.rules, parser.cases, parser.words.problems());
    }

    static RuleProblem problem(String file, String text, Span place, String message, String hint) {
        return new RuleProblem(file, new SourceText(text).problem(place, message, hint));
    }

    private static Set<String> endsOfACondition() {
        Set<String> ends = new HashSet<>(CLAUSES);
        ends.add("rule");
        ends.add("test");
        return ends;
    }

    private void item() {
        if (words.take("rule")) {
            rule();
        } else if (words.take("test")) {
            test();
        } else {
            throw words.wanted("'rule' or 'test'");
        }
    }

    private void rule() {
        Word nameWord = words.peek();
        String name = words.name("the rule's name");
        if (rules.stream().anyMatch(rule -> rule.name().equals(name))) {
            throw words.refuse(nameWord.span(), "there are two rules '" + name + "'", "give one another name");
        }
        words.expect("on");
        Span query =
                words.until((word, first, all) -> !first && ends(word, all)).orElseThrow(() -> words.wanted("a query"));
        RuleClauses clauses = new RuleClauses();
        Optional<Span> condition = Optional.empty();
        if (words.take("when")) {
            clauses.places.put("when", words.peek().span());
            condition = Optional.of(words.until((word, first, all) -> first ? word.isName("then") : ends(word, all))
                    .orElseThrow(() -> words.wanted("a condition")));
        }
        Set<String> names = names(query);
        refuseWhatIsToldLater(query, names);
        condition.ifPresent(span -> names.addAll(names(span)));
        while (words.peek().kind() == Kind.NAME && CLAUSES.contains(words.peek().text())) {
            clause(clauses);
        }
        if (!words.atEnd() && !words.peek().isName("rule") && !words.peek().isName("test")) {
            throw unknownClause();
        }
        if (clauses.actions.isEmpty()) {
            throw words.refuse(
                    nameWord.span(), "the rule '" + name + "' does nothing when it fires", "say what: then alert");
        }
        List<Learned> learned =
                condition.map(span -> new LearnedParser(words, span).calls()).orElse(List.of());
        rules.add(clauses.rule(file, text, name, query, condition, learned, names));
    }

    private RuleWords.Refused unknownClause() {
        Word word = words.peek();
        if (word.kind() != Kind.NAME) {
            return words.wanted("a clause of the rule, the next rule or the end of the file");
        }
        if (word.text().equals("when")) {
            return words.refuse(
                    word.span(), "'when' stands once, right behind the query", "join conditions with 'and' and 'or'");
        }
        String hint = Nearest.of(word.text(), CLAUSES)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", CLAUSES));
        return words.refuse(word.span(), "a rule has no clause '" + word.text() + "'", hint);
    }

    /** A column of such a name is written {@code ['max']}. */
    private static boolean ends(Word word, RuleWords all) {
        if (word.kind() != Kind.NAME) {
            return false;
        }
        boolean certain = CERTAIN.contains(word.text())
                && all.startsLine(word)
                && !all.previous().isSymbol("|");
        if (certain || !all.endsOperand()) {
            return certain;
        }
        boolean clause = word.text().equals("when") || ENDS.contains(word.text());
        return clause
                || all.startsLine(word) && Nearest.of(word.text(), CLAUSES).isPresent();
    }

    private Set<String> names(Span span) {
        Set<String> names = new LinkedHashSet<>();
        List<Word> all = words.within(span);
        for (int i = 0; i < all.size(); i++) {
            Word word = all.get(i);
            boolean call = i + 1 < all.size() && all.get(i + 1).isSymbol("(");
            if (call && word.kind() == Kind.NAME && NOT_OF_EVENTS.contains(word.text())) {
                throw words.refuse(
                        word.span(),
                        "a rule has no '" + word.text() + "': it would say something else in a replay",
                        "compare fields of the events, or count in windows: summarize … by bin(Timestamp, 1m)");
            }
            if (word.kind() == Kind.NAME
                    && i > 0
                    && all.get(i - 1).isSymbol("|")
                    && NOT_OF_A_ROW.contains(word.text())) {
                throw words.refuse(
                        word.span(),
                        "a rule has no '" + word.text() + "': it depends on rows that came before",
                        "where, extend, project, parse and one 'summarize … by bin(Timestamp, 1m)' do not");
            }
            if (word.kind() == Kind.NAME || word.kind() == Kind.QUOTED_NAME) {
                names.add(word.text());
            } else if (word.value() instanceof String string) {
                names.add(string);
            }
        }
        return names;
    }

    /** Columns that a rule cannot ask are refused here, where no recording is needed for it. */
    private void refuseWhatIsToldLater(Span span, Set<String> names) {
        if (names.stream().anyMatch(RENAMING::contains)) {
            return; // it may be the name of something else; known when the rule is bound
        }
        List<Word> all = words.within(span);
        for (int i = 0; i < all.size(); i++) {
            String name = all.get(i).text();
            boolean isMember = i > 0 && all.get(i - 1).isSymbol(".");
            if (all.get(i).kind() == Kind.NAME && TOLD_LATER.contains(name) && !isMember && !isAssigned(name, all)) {
                throw words.refuse(
                        all.get(i).span(),
                        "a rule has no '" + name + "': other events say it, perhaps later",
                        "ask ProcessId or a field of the event itself");
            }
        }
    }

    private static boolean isAssigned(String name, List<Word> all) {
        for (int i = 0; i + 1 < all.size(); i++) {
            if (all.get(i).text().equals(name) && all.get(i + 1).isSymbol("=")) {
                return true;
            }
        }
        return false;
    }

    private void clause(RuleClauses clauses) {
        Word word = words.next();
        if (!clauses.seen.add(word.text())) {
            throw words.refuse(word.span(), "the clause '" + word.text() + "' is there twice", "");
        }
        clauses.places.put(word.text(), words.peek().span());
        switch (word.text()) {
            case "key" -> clauses.by.addAll(columns());
            case "for" -> windows(clauses);
            case "nodata" -> {
                words.expect("inconclusive");
                words.expect("after");
                clauses.nodataTicks = words.span("a time");
            }
            case "cooldown" -> clauses.cooldownTicks = words.span("a time");
            case "max" -> clauses.limit = Optional.of(limit());
            case "unless" -> {
                words.expect("lost");
                words.expectSymbol(">");
                clauses.unlessLost = Optional.of(words.whole("how many events"));
            }
            case "mode" ->
                clauses.armed = word("a mode", List.of("shadow", "armed")).equals("armed");
            case "severity" -> clauses.severity = word("a severity", SEVERITIES);
            case "labels" -> clauses.labels.putAll(labels());
            case "message" -> clauses.message = words.string("a text in quotes");
            case "then" -> clauses.actions.addAll(actions());
            default -> throw new IllegalStateException(word.text());
        }
    }

    private List<String> columns() {
        List<String> columns = new ArrayList<>();
        do {
            columns.add(words.name("a column"));
        } while (words.takeSymbol(","));
        return columns;
    }

    private void windows(RuleClauses clauses) {
        Span place = words.peek().span();
        clauses.held = words.count("a number of windows, as in '3 of 4 windows'");
        words.expect("of");
        clauses.of = words.count("a number of windows");
        words.expect("windows");
        if (clauses.held > clauses.of || clauses.of > 1000) {
            throw words.refuse(
                    place,
                    clauses.held + " of " + clauses.of + " windows cannot hold",
                    "the first number is at most the second, and that at most 1000");
        }
    }

    private Action.Limit limit() {
        int times = words.count("a number");
        words.expect("per");
        return new Action.Limit(times, words.span("a time"));
    }

    private String word(String what, List<String> known) {
        Word word = words.peek();
        if (word.kind() != Kind.NAME || !known.contains(word.text())) {
            throw words.wanted(what + ": " + String.join(", ", known));
        }
        return words.next().text();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        do {
            Word place = words.peek();
            String name = words.name("a label's name");
            words.expectSymbol("=");
            if (labels.put(name, words.string("the label's value in quotes")) != null) {
                throw words.refuse(place.span(), "there are two labels '" + name + "'", "give one another name");
            }
        } while (words.takeSymbol(","));
        return labels;
    }

    private List<Action> actions() {
        List<Action> actions = new ArrayList<>();
        do {
            Action.What what = action();
            boolean limited = words.take("max");
            Optional<Action.Limit> limit = limited ? Optional.of(limit()) : Optional.empty();
            actions.add(new Action(effector, what, limit));
        } while (words.takeSymbol(","));
        return actions;
    }

    private Action.What action() {
        Word word = words.peek();
        String name = word.kind() == Kind.NAME ? word.text() : "";
        if (name.equals("minidump")) {
            name = "dump";
        }
        if (!ACTIONS.contains(name)) {
            String hint = Nearest.of(name, ACTIONS)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("there are " + String.join(", ", ACTIONS));
            throw name.isEmpty()
                    ? words.wanted("an action: " + String.join(", ", ACTIONS))
                    : words.refuse(word.span(), "no action '" + word.text() + "'", hint);
        }
        words.next();
        effector = name;
        return switch (name) {
            case "alert" -> new Action.Alert();
            case "rollback", "pause", "resume" -> new Action.OfService(operand("a service"));
            case "dump" -> new Action.Dump(operand("a process"));
            case "check" -> new Action.Check(check());
            case "export" -> export();
            default -> throw plugin(word);
        };
    }

    private RuleWords.Refused plugin(Word word) {
        words.expect("plugin");
        String plugin = words.string("the plugin's name in quotes");
        return words.refuse(
                word.span().to(words.previous().span()),
                "the plugin '" + plugin + "' cannot be run: this release has no plugins",
                "use another action: " + String.join(", ", ACTIONS.subList(0, ACTIONS.size() - 1)));
    }

    /** {@code "orders"}, {@code (Column)}, {@code deployment("orders")}. */
    private Action.Operand operand(String what) {
        if (words.atString()) {
            return new Action.Text(words.string(what));
        }
        if (words.peek().kind() == Kind.NAME && !words.peek().isSymbol("(")) {
            words.name(what); // what kind of thing it is, for people
        }
        if (!words.peek().isSymbol("(")) {
            throw words.wanted(what + ": its name in quotes, or in brackets the column that has it");
        }
        words.expectSymbol("(");
        Action.Operand operand = words.atString()
                ? new Action.Text(words.string(what))
                : new Action.Column(words.name(what + ": a text in quotes or a column"));
        words.expectSymbol(")");
        return operand;
    }

    private String check() {
        Word word = words.peek();
        String check = words.string("a check in quotes, such as 'disk usage > 90%'");
        if (Check.parse(check) instanceof Check.Parse.Bad bad) {
            throw words.refuse(
                    word.span(),
                    "no check: " + bad.problem().message(),
                    bad.problem().hint());
        }
        return check;
    }

    private Action.ExportSession export() {
        words.expect("session");
        words.expectSymbol("(");
        words.expect("before");
        long before = words.span("a time");
        words.expectSymbol(",");
        words.expect("after");
        long after = words.span("a time");
        words.expectSymbol(")");
        return new Action.ExportSession(before, after);
    }

    private void test() {
        Span place = words.peek().span();
        String name = words.string("the test's name in quotes");
        words.expect("given");
        RuleCase.Given given = words.atString() ? new RuleCase.Recording(words.string("a file")) : rows();
        OptionalLong until = words.take("until") ? words.time() : OptionalLong.empty();
        words.expect("expect");
        List<RuleCase.Expectation> expected = new ArrayList<>();
        do {
            expected.add(expectation());
        } while (words.takeSymbol(","));
        cases.add(new RuleCase(file, name, place, given, until, expected));
    }

    private RuleCase.Rows rows() {
        if (!words.peek().isName("datatable")) {
            throw words.wanted("events: datatable(…) […] or a file in quotes");
        }
        Span rows = words.until((word, first, all) -> word.isName("until") || word.isName("expect"))
                .orElseThrow(() -> words.wanted("events"));
        return new RuleCase.Rows(rows, text.substring(rows.start(), rows.end()));
    }

    private RuleCase.Expectation expectation() {
        Span place = words.peek().span();
        if (words.take("nothing")) {
            return new RuleCase.Expectation(place, "fired", "", Optional.empty(), OptionalLong.empty(), 0);
        }
        boolean never = words.take("never");
        String kind = word("what comes out", KINDS);
        String rule = words.name("a rule's name");
        Optional<String> key = words.take("key") ? Optional.of(words.string("a key in quotes")) : Optional.empty();
        OptionalLong at = words.take("at") ? words.time() : OptionalLong.empty();
        int times = 1;
        if (words.peek().value() instanceof Long) {
            times = words.count("a number");
            if (!words.take("times")) {
                words.expect("time");
            }
        }
        return new RuleCase.Expectation(place, kind, rule, key, at, never ? 0 : times);
    }

    /** What the clauses of a rule say, with what holds where they say nothing. */
    private static final class RuleClauses {
        private final Set<String> seen = new HashSet<>();
        private final Map<String, Span> places = new HashMap<>();
        private final List<String> by = new ArrayList<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final List<Action> actions = new ArrayList<>();
        private int held = 1;
        private int of = 1;
        private long nodataTicks;
        private long cooldownTicks;
        private Optional<Action.Limit> limit = Optional.empty();
        private Optional<Long> unlessLost = Optional.empty();
        private boolean armed; // what acts must be asked to
        private String severity = "warning";
        private String message = "";

        Rule rule(
                String file,
                String text,
                String name,
                Span query,
                Optional<Span> condition,
                List<Learned> learned,
                Set<String> words) {
            return new Rule(
                    file,
                    text,
                    name,
                    query,
                    condition,
                    learned,
                    by,
                    held,
                    of,
                    nodataTicks,
                    cooldownTicks,
                    limit,
                    unlessLost,
                    armed,
                    severity,
                    labels,
                    message,
                    actions,
                    words,
                    places);
        }
    }
}
