package io.ringtail.app;

import io.ringtail.app.record.RecordCommand;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.block.Compression;
import io.ringtail.ring.bus.WaitProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail record --journal DIR SOURCE…}. */
@CommandLine.Command(
        name = "record",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Records sources into a journal, which is made if it is not there and added to if it is.",
            "A source is a trace (.etl, .etl.gz, a .zip of traces), a folder of them, a session (.rtz), or",
            "sim:incident or sim:SCENARIO, a simulation (see 'ringtail sim --help')."
        },
        footer = {
            "",
            "Examples:",
            "  ringtail record --journal web.journal trace.etl",
            "  ringtail record --journal web.journal kernel.etl user.etl.gz        merged by time",
            "  ringtail record --journal web.journal --sync 1s traces/",
            "  ringtail record --journal web.journal --keep size=20GB --keep control:age=90d traces/",
            "  ringtail record --journal web.journal traces/ --compress lz4 --session 'rack 7'",
            "  ringtail record --journal web.journal traces/ --metrics /var/lib/node_exporter/ringtail.prom",
            "  ringtail record --journal demo.journal 'sim:incident?seed=7&events=100000'",
            "  ringtail record --journal web.journal trace.etl --rules rules/",
            "  ringtail record --journal web.journal sim:bad-5xx --strategies gray     judges, and rolls back",
            "  ringtail record --journal web.journal traces/ --rules rules/ --strategies gray   and so may the rules"
        })
final class RecordVerb implements Verb {
    @Option(names = "--journal", paramLabel = "DIR", description = "the journal to write", required = true)
    private @Nullable Path journal;

    @Option(
            names = "--sync",
            paramLabel = "TIME",
            description = "brings the recording to the disk so often (1s), and at its end; without it the system does")
    private @Nullable String sync;

    @Option(
            names = "--compress",
            paramLabel = "METHOD",
            description =
                    "store payloads compressed: lz4, zstd or none (default: none; 'journal compact' does it later)")
    private Compression compression = Compression.NONE;

    @Mixin
    private KeepOption keep = new KeepOption();

    @Option(names = "--session", paramLabel = "NAME", description = "the session that these sources belong to")
    private @Nullable String session;

    @Option(names = "--key", paramLabel = "FILE", description = "the private key that opens an encrypted session")
    private @Nullable Path key;

    @Mixin
    private StoreOptions strategies = new StoreOptions();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "this machine's name in a fleet that is judged together (default: its own)")
    private @Nullable String host;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "rule files, or folders of *.rules files, that watch the recording; read again when they change")
    private List<Path> rules = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "what waiting costs: throughput (the default), low-cpu, which is idle while nothing comes, or"
                    + " low-latency, which takes a processor for itself")
    private String profile = WaitProfile.THROUGHPUT.label();

    @Option(
            names = "--metrics",
            paramLabel = "FILE",
            description = "metrics in Prometheus' text format (.prom), written anew every 5 s while it records; see"
                    + " docs/metrics.md")
    private @Nullable Path metrics;

    @Mixin
    private SchemaOption schemas = new SchemaOption();

    @Parameters(paramLabel = "SOURCE", description = "what to record", arity = "0..*")
    private List<String> sources = new ArrayList<>();

    @Override
    public Command command() {
        if (sources.isEmpty()) {
            throw Refusal.usage("record needs a source: a trace, a folder of traces or sim:incident;"
                    + " see 'ringtail record --help'");
        }
        Duration interval = sync == null ? Duration.ZERO : Limits.duration("--sync", sync);
        return new RecordCommand(
                Objects.requireNonNull(journal),
                List.copyOf(sources),
                interval,
                compression,
                keep.retention(),
                Optional.ofNullable(session),
                Optional.ofNullable(key),
                strategies.address(),
                Optional.ofNullable(host),
                List.copyOf(rules),
                schemas.search(),
                profile(),
                Optional.ofNullable(metrics));
    }

    private WaitProfile profile() {
        return WaitProfile.named(profile)
                .orElseThrow(() -> Refusal.usage(
                        "--profile '" + profile + "' is none; there are low-cpu, throughput and low-latency"));
    }
}
