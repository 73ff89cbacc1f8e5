package io.ringtail.app.rules;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.processors.rules.RuleProblem;
import io.ringtail.processors.rules.RuleSet;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the rule files that a command line names. */
public final class RuleFiles {
    private static final int MOST_WARNINGS = 10;

    private RuleFiles() {}

    /** The rules; empty if something is wrong with them, which is told then. */
    public static Optional<RuleSet> read(List<Path> paths, Console console) {
        RuleSet rules = readAll(paths);
        if (!rules.problems().isEmpty()) {
            tell(rules, rules.problems(), console);
            return Optional.empty();
        }
        if (rules.size() == 0) {
            throw Refusal.usage("there is no rule in " + paths.get(0)
                    + "; a rule is: rule NAME on QUERY when CONDITION then alert");
        }
        return Optional.of(rules);
    }

    /** Warns of rules that wait for something that is not in a recording, for they are silent otherwise; how many those are. */
    public static int warnOfWaiting(RuleSet rules, Recording recording, PayloadDecoder decoder, Console console) {
        List<RuleProblem> problems = rules.problemsIn(recording, decoder);
        problems.stream()
                .limit(MOST_WARNINGS)
                .forEach(problem -> console.warn(problem + "; the rule waits, and says nothing"));
        if (problems.size() > MOST_WARNINGS) {
            console.warn(
                    (problems.size() - MOST_WARNINGS) + " more rules wait: 'ringtail rules validate' tells for what");
        }
        return problems.size();
    }

    static void tell(RuleSet rules, List<RuleProblem> problems, Console console) {
        rules.rendered(problems).forEach(console::note);
    }

    private static RuleSet readAll(List<Path> paths) {
        try {
            return RuleSet.read(paths);
        } catch (IOException e) {
            throw Refusal.usage(String.valueOf(e.getMessage()));
        }
    }
}
