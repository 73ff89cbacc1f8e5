package io.ringtail.processors.rules;

import io.ringtail.dsl.syntax.Span;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A rule as it was written.
 *
 * @param source the text of its file
 * @param query where the query stands in it
 * @param condition where the condition stands; empty if each row fires
 * @param by the columns that are the key of a rule without windows
 * @param held in how many windows the condition must hold
 * @param of among so many
 * @param nodataTicks after so long without a row the rule is inconclusive; 0 never
 * @param cooldownTicks so long after it fired it does not fire again for the same key
 * @param unlessLost it does not fire while more events than this were lost in its windows; empty: whatever was lost
 * @param places where clauses stand, by their word
 * @param learned what the condition asks of what was before, in the order in which it stands there
 * @param words all names and texts in the query and the condition: what a type must offer to be of interest
 */
record Rule(
        String file,
        String source,
        String name,
        Span query,
        Optional<Span> condition,
        List<Learned> learned,
        List<String> by,
        int held,
        int of,
        long nodataTicks,
        long cooldownTicks,
        Optional<Action.Limit> limit,
        Optional<Long> unlessLost,
        boolean armed,
        String severity,
        Map<String, String> labels,
        String message,
        List<Action> actions,
        Set<String> words,
        Map<String, Span> places) {
    private static final String FIRES = "fires_";
    private static final String BEFORE_CONDITION = "\n| extend " + FIRES + " = (";

    Rule {
        labels = new LinkedHashMap<>(labels);
        learned = List.copyOf(learned);
        by = List.copyOf(by);
        actions = List.copyOf(actions);
        words = Set.copyOf(words);
        places = Map.copyOf(places);
    }

    /** The query with the condition as its last column; of events as they are, what the rule names of them before it. */
    String text() {
        return queryText() + values() + BEFORE_CONDITION + (learned.isEmpty() ? conditionText() : "true") + "\n)"
                + projection();
    }

    /** The values that are learned, a line each. */
    private String values() {
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < learned.size(); i++) {
            String value = at(learned.get(i).value()).replace('\n', ' ');
            values.append('\n').append(beforeValue(i)).append(value).append(')');
        }
        return values.toString();
    }

    private static String beforeValue(int call) {
        return "| extend learned_value_" + call + "_ = toreal(";
    }

    /** The condition with the answers, as columns, in the places of the calls; they take no less room. */
    String askedCondition() {
        StringBuilder asked = new StringBuilder(conditionText());
        int start = condition.orElseThrow().start();
        for (int i = learned.size() - 1; i >= 0; i--) {
            Span call = learned.get(i).call();
            String answer = answer(i);
            asked.replace(
                    call.start() - start,
                    call.end() - start,
                    answer + " ".repeat(Math.max(0, call.end() - call.start() - answer.length())));
        }
        return asked.toString();
    }

    /** The column that stands for the answer to a call. */
    static String answer(int call) {
        return "learned_" + call + "_";
    }

    /** What is wrong at a place of the condition, at its place in the file. */
    RuleProblem conditionProblem(io.ringtail.dsl.syntax.Problem problem) {
        int start = condition.orElseThrow().start();
        return new RuleProblem(
                file,
                new io.ringtail.dsl.syntax.Problem(
                        problem.line() + lineOf(start),
                        problem.line() == 1 ? problem.column() + columnOf(start) : problem.column(),
                        problem.length(),
                        problem.message(),
                        problem.hint()));
    }

    private String projection() {
        if (words.contains("summarize") || words.contains("project")) {
            return "";
        }
        Set<String> columns = new LinkedHashSet<>(List.of("Timestamp", "Provider", "EventName"));
        columns.addAll(by);
        columns.addAll(named());
        return columns.stream()
                .map(column -> "['" + column.replace("'", "\\'") + "']")
                .collect(Collectors.joining(", ", "\n| project ", ", " + FIRES));
    }

    /** The columns that the message and the actions name. */
    private Set<String> named() {
        Set<String> columns = new LinkedHashSet<>();
        RuleBinder.PLACEHOLDER.matcher(message).results().forEach(found -> columns.add(found.group(1)));
        columns.removeAll(RuleBinder.WORDS);
        for (Action action : actions) {
            switch (action.what()) {
                case Action.OfService(Action.Column(String name)) -> columns.add(name);
                case Action.Dump(Action.Column(String name)) -> columns.add(name);
                default -> {} // names no column
            }
        }
        return columns;
    }

    String queryText() {
        return at(query).stripTrailing();
    }

    String conditionText() {
        return condition.map(this::at).orElse("true");
    }

    /** What is wrong with a clause. */
    RuleProblem problem(String clause, String message, String hint) {
        return RuleParser.problem(file, source, places.getOrDefault(clause, query), message, hint);
    }

    /** Whether another one asks the same and does the same; where they stand does not matter. */
    boolean isSameAs(Rule other) {
        return text().equals(other.text())
                && conditionText().equals(other.conditionText())
                && by.equals(other.by)
                && held == other.held
                && of == other.of
                && nodataTicks == other.nodataTicks
                && cooldownTicks == other.cooldownTicks
                && limit.equals(other.limit)
                && unlessLost.equals(other.unlessLost)
                && armed == other.armed
                && severity.equals(other.severity)
                && labels.equals(other.labels)
                && message.equals(other.message)
                && actions.equals(other.actions);
    }

    String at(Span span) {
        return source.substring(span.start(), span.end());
    }

    /** What is wrong at a place of {@link #text}, at its place in the file. */
    RuleProblem problem(io.ringtail.dsl.syntax.Problem told) {
        io.ringtail.dsl.syntax.Problem problem = withoutOwnColumn(told);
        int queryLines = (int) queryText().chars().filter(c -> c == '\n').count() + 1;
        boolean inQuery = problem.line() <= queryLines;
        Span part = inQuery ? query : condition.orElse(query);
        int line = inQuery ? problem.line() : problem.line() - queryLines;
        if (!inQuery && !learned.isEmpty()) {
            return valueProblem(Math.min(line, learned.size()) - 1, problem);
        }
        int shift = inQuery ? 0 : BEFORE_CONDITION.length() - 1;
        int column = line == 1 ? problem.column() - shift + columnOf(part.start()) : problem.column();
        if (!inQuery && line > conditionText().lines().count()) {
            return problem(clauseOf(problem.message()), problem.message(), problem.hint());
        }
        return new RuleProblem(
                file,
                new io.ringtail.dsl.syntax.Problem(
                        line + lineOf(part.start()),
                        Math.max(1, column),
                        problem.length(),
                        problem.message(),
                        problem.hint()));
    }

    /** The column that the condition is put into is none of the user's. */
    private static io.ringtail.dsl.syntax.Problem withoutOwnColumn(io.ringtail.dsl.syntax.Problem told) {
        return new io.ringtail.dsl.syntax.Problem(
                told.line(), told.column(), told.length(), withoutOwn(told.message()), withoutOwn(told.hint()));
    }

    private static String withoutOwn(String text) {
        return text.replace(", " + FIRES, "").replace(FIRES + ", ", "");
    }

    private RuleProblem valueProblem(int call, io.ringtail.dsl.syntax.Problem problem) {
        int start = learned.get(call).value().start();
        int column = problem.column() - beforeValue(call).length() + columnOf(start);
        return new RuleProblem(
                file,
                new io.ringtail.dsl.syntax.Problem(
                        1 + lineOf(start), Math.max(1, column), problem.length(), problem.message(), problem.hint()));
    }

    /** The clause that names what a message is about. */
    private String clauseOf(String about) {
        if (by.stream().anyMatch(name -> about.contains("'" + name + "'"))) {
            return "key";
        }
        boolean inMessage = RuleBinder.PLACEHOLDER
                .matcher(message)
                .results()
                .anyMatch(found -> about.contains("'" + found.group(1) + "'"));
        return inMessage ? "message" : condition.isPresent() ? "when" : "then";
    }

    private int lineOf(int offset) {
        return (int) source.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    private int columnOf(int offset) {
        return offset - (source.lastIndexOf('\n', offset - 1) + 1);
    }
}
