package io.ringtail.app;

import io.ringtail.app.query.QueryCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code ringtail sessions}: the table {@code sessions}. */
@CommandLine.Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the recorded sessions of a journal or the sessions of traces; short for the query"
                + " 'sessions'.",
        footer = {
            "",
            "Examples:",
            "  ringtail sessions --journal web.journal",
            "  ringtail sessions kernel.etl user.etl --format json"
        })
final class SessionsVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public Command command() {
        return QueryCommand.ofTable("sessions", input.selection(), format.format);
    }
}
