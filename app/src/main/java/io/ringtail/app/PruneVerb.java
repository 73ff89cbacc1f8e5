package io.ringtail.app;

import io.ringtail.app.journal.PruneCommand;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.journal.Retention;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ringtail journal prune}. */
@CommandLine.Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Deletes what need not be kept of a journal, oldest first, in whole files. Each deletion is an",
            "event, so that 'ringtail journal verify' tells it from a loss. Kept whatever the limits say:",
            "the file that was written last, and what a durable cursor has not read yet. A journal that is",
            "being written is not pruned from outside."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail journal prune --journal web.journal --older-than 7d",
            "  ringtail journal prune --journal web.journal --keep-size 20GB --dry-run",
            "  ringtail journal prune --journal web.journal --free 10GB --lane trace",
            "  ringtail journal prune --journal web.journal --older-than 90d --lane control"
        })
final class PruneVerb implements Verb {
    @Mixin
    private JournalVerb.JournalOption journal = new JournalVerb.JournalOption();

    @Option(
            names = "--older-than",
            paramLabel = "TIME",
            description = "deletes files that were complete so long ago (7d, 36h)")
    private @Nullable String olderThan;

    @Option(
            names = "--keep-size",
            paramLabel = "SIZE",
            description = "deletes until the lane has no more bytes (20GB, 512MiB)")
    private @Nullable String keepSize;

    @Option(names = "--free", paramLabel = "SIZE", description = "deletes until the disk has so much room")
    private @Nullable String free;

    @Option(
            names = "--lane",
            paramLabel = "LANE",
            description = "trace: what was captured (default); control: Ringtail's own events")
    private Lane lane = Lane.TRACE;

    @Option(names = "--dry-run", description = "deletes nothing; lists what would be deleted")
    private boolean dryRun;

    @Option(names = "--force", description = "deletes also what a cursor has not read yet")
    private boolean force;

    @Mixin
    private FormatOption format = new FormatOption();

    @Override
    public Command command() {
        if (olderThan == null && keepSize == null && free == null) {
            throw Refusal.usage("prune needs a limit: --older-than TIME, --keep-size SIZE or --free SIZE;"
                    + " see 'ringtail journal prune --help'");
        }
        Retention limit = Retention.of(lane);
        limit = olderThan == null ? limit : limit.withMaxAge(Limits.duration("--older-than", olderThan));
        limit = keepSize == null ? limit : limit.withMaxBytes(Limits.bytes("--keep-size", keepSize));
        limit = free == null ? limit : limit.withMinFreeBytes(Limits.bytes("--free", free));
        return new PruneCommand(journal.path(), List.of(limit), dryRun, force, format.format);
    }
}
