package io.ringtail.app;

import picocli.CommandLine.Option;

/** {@code --no-lint}, for the verbs that run a query. */
final class LintOption {
    @Option(names = "--no-lint", description = "say nothing about what may not be meant in the query")
    private boolean silent;

    boolean shown() {
        return !silent;
    }
}
