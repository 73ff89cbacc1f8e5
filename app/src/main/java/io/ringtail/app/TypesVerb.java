package io.ringtail.app;

import io.ringtail.app.query.QueryCommand;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** {@code ringtail types}: the table {@code types}. */
@CommandLine.Command(
        name = "types",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the types of events in a trace or a journal; short for the query 'types'.",
        footer = {"", "Examples:", "  ringtail types --journal web.journal", "  ringtail types trace.etl --format csv"})
final class TypesVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public Command command() {
        return QueryCommand.ofTable("types", input.selection(), format.format);
    }
}
