package io.ringtail.app;

import io.ringtail.app.export.Times;
import io.ringtail.app.replay.ReplayCommand;
import io.ringtail.app.replay.Speed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail replay}. */
@CommandLine.Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Prints what rules would have said of a recording, and the judge of canaries: when, and of which event.",
            "Nothing is done about it. Without --rules and --strategies it is by those that watched the journal while",
            "it was recorded. A strategy that is not the one of then is taken as it began, without a rollback or pause."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail replay --journal web.journal --rules checkout.rules",
            "  ringtail replay trace.etl --rules rules/ --format json",
            "  ringtail replay --journal web.journal --compare                     did the live run say the same?",
            "  ringtail replay --journal web.journal --rules new.rules --compare   what would be different",
            "  ringtail replay --journal web.journal --strategies gray             what would be decided by these",
            "  ringtail replay bad.etl --strategies gray --rules rules/",
            "",
            "Exit status: 0 done, 1 --compare found a difference, 2 a rule or an option is wrong, 3 failure."
        })
final class ReplayVerb implements Verb {
    @Mixin
    private InputArguments input = new InputArguments();

    @Option(names = "--rules", paramLabel = "FILE", description = "rule files, or folders of *.rules files")
    private List<Path> rules = new ArrayList<>();

    @Mixin
    private StoreOptions strategies = new StoreOptions();

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            description = "max, or times the speed at which it happened: 1x, 10x (default: max)")
    private String speed = "max";

    @Option(names = "--from", paramLabel = "T", description = "what was said from this time on, in UTC")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "T", description = "what was said before this time")
    private @Nullable String to;

    @Option(names = "--compare", description = "print only what differs from what was said when it was recorded")
    private boolean compare;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private ZoneOption zone = new ZoneOption();

    @Override
    public Command command() {
        Times times = Times.of(from, "--to", to);
        return new ReplayCommand(
                input.selection(),
                List.copyOf(rules),
                strategies.address(),
                Speed.of(speed),
                times,
                compare,
                format.format,
                zone.zone());
    }
}
