package io.ringtail.processors.rules;

import java.util.List;

/**
 * A file of rules, and of the cases that test them.
 *
 * @param name as problems call it
 * @param problems what is wrong with it; the rules that were understood stand there nevertheless
 */
record RuleFile(String name, String text, List<Rule> rules, List<RuleCase> cases, List<RuleProblem> problems) {
    RuleFile {
        rules = List.copyOf(rules);
        cases = List.copyOf(cases);
        problems = List.copyOf(problems);
    }
}
