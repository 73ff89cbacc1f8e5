package io.ringtail.processors.rules;

import io.ringtail.dsl.syntax.Problem;

/** What is wrong with a rule file, where, and the way out. */
public record RuleProblem(String file, Problem problem) {
    /** As in {@code checkout.rules:3:8: no column 'er'; did you mean 'err'?}. */
    @Override
    public String toString() {
        return file + problem.toString().substring("query".length());
    }

    /** The message, below it the line of the file with the place underlined. */
    public String render(String text) {
        return file + problem.render(text).substring("query".length());
    }
}
