package io.ringtail.app.rules;

import io.ringtail.app.Command;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.processors.rules.RuleProblem;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.processors.rules.RuleSummary;
import io.ringtail.processors.rules.RuleTests;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code ringtail rules …}.
 *
 * @param input what rules are to work on; nothing, if they are looked at by themselves
 */
public record RulesCommand(Task task, List<Path> files, Selection input, Format format) implements Command {
    private static final List<Column> COLUMNS = List.of(
            Column.of("Rule", ScalarType.STRING),
            Column.of("Mode", ScalarType.STRING),
            Column.of("Severity", ScalarType.STRING),
            Column.of("Actions", ScalarType.STRING),
            Column.of("File", ScalarType.STRING),
            Column.of("Query", ScalarType.STRING));

    /** What is done with them. */
    public enum Task {
        VALIDATE,
        EXPLAIN,
        TEST,
        LIST
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        Optional<RuleSet> read = RuleFiles.read(files, console);
        if (read.isEmpty() || !isKnownToInput(read.get(), console)) {
            return ExitStatus.USAGE;
        }
        return switch (task) {
            case VALIDATE -> validated(read.get(), console);
            case EXPLAIN -> explain(read.get(), console);
            case TEST -> test(read.get(), console);
            case LIST -> list(read.get(), console);
        };
    }

    private boolean isKnownToInput(RuleSet rules, Console console) throws IOException {
        if (input.isEmpty()) {
            return true;
        }
        try (Input opened = input.open()) {
            List<RuleProblem> problems = rules.problemsIn(opened.recording(), opened.decoder());
            RuleFiles.tell(rules, problems, console);
            return problems.isEmpty();
        }
    }

    private ExitStatus validated(RuleSet rules, Console console) {
        List<String> dumping = rules.summaries().stream()
                .filter(rule -> List.of(rule.actions().split(", ")).contains("dump"))
                .map(RuleSummary::name)
                .toList();
        if (!dumping.isEmpty()) {
            console.note("note: this release captures no dumps: 'dump' of " + String.join(", ", dumping)
                    + " is journaled as REFUSED");
        }
        int tests = rules.tests().values().stream().mapToInt(Integer::intValue).sum();
        String beside = input.isEmpty()
                ? "; whether the names in them exist is told with --journal DIR or --trace FILE"
                : "; all their names are known";
        console.out()
                .println("ok: " + Quantities.count(rules.size()) + (rules.size() == 1 ? " rule" : " rules") + ", "
                        + tests + (tests == 1 ? " test" : " tests") + beside);
        return ExitStatus.DONE;
    }

    private static ExitStatus explain(RuleSet rules, Console console) {
        for (RuleSummary rule : rules.summaries()) {
            console.out().println(rule.name() + " (" + rule.severity() + ", " + rule.mode() + ")");
            rule.sentences().forEach(sentence -> console.out().println("  " + Console.printable(sentence)));
        }
        return ExitStatus.DONE;
    }

    private ExitStatus test(RuleSet rules, Console console) throws IOException {
        List<RuleTests.Result> results;
        try (TemporaryFolder temporary = TemporaryFolder.create("ringtail-rules-test")) {
            results = new RuleTests(rules, temporary.path(), new TestTraces(input)).run();
        }
        int failed = 0;
        for (RuleTests.Result result : results) {
            failed += result.passed() ? 0 : 1;
            String mark = result.passed()
                    ? console.style().green("ok    ")
                    : console.style().red("failed");
            console.out().println(mark + "  " + Console.printable(result.name()));
            RuleFiles.tell(rules, result.problems(), console);
        }
        console.out()
                .println(
                        results.isEmpty()
                                ? "there are no tests; one is: test 'name' given datatable(…) […] expect fired RULE"
                                : results.size() + (results.size() == 1 ? " test, " : " tests, ") + failed + " failed");
        return failed > 0 ? ExitStatus.FINDING : ExitStatus.DONE;
    }

    private ExitStatus list(RuleSet rules, Console console) throws IOException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (RuleSummary rule : rules.summaries()) {
            rows.add(new @Nullable Object[] {
                rule.name(),
                rule.mode(),
                rule.severity(),
                rule.actions(),
                rule.file(),
                rule.query().strip().replaceAll("\\s+", " ")
            });
        }
        Printer.print(QueryResult.complete(COLUMNS, rows), format, console);
        return ExitStatus.DONE;
    }
}
