package io.ringtail.app;

import io.ringtail.app.canary.DecisionCommand;
import io.ringtail.app.canary.DecisionCommand.Kind;
import io.ringtail.app.canary.StatusCommand;
import io.ringtail.app.canary.SwitchCommand;
import io.ringtail.app.canary.SwitchCommand.Setting;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringtail canary …}. */
@CommandLine.Command(
        name = "canary",
        mixinStandardHelpOptions = true,
        description = {
            "Looks at the versions on trial, and lets a person decide over the automation.",
            "'ringtail record --strategies' judges them; 'control | where EventName == \"Judged\"' tells how and why."
        },
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            CanaryVerb.StatusVerb.class,
            CanaryVerb.HoldVerb.class,
            CanaryVerb.ReleaseVerb.class,
            CanaryVerb.OverrideVerb.class,
            CanaryVerb.DisarmVerb.class,
            CanaryVerb.ArmVerb.class,
            CanaryVerb.LimitVerb.class
        },
        footer = {
            "",
            "Examples:",
            "  ringtail canary status --strategies gray",
            "  ringtail canary hold checkout --reason 'release night' --strategies gray",
            "  ringtail canary override checkout rollback --reason 'wrong build' --strategies etcd:http://etcd:2379",
            "  ringtail canary disarm --reason 'the metrics are wrong' --strategies gray"
        })
final class CanaryVerb {
    private CanaryVerb() {}

    /** Which service, and why. */
    static final class About {
        @Parameters(index = "0", paramLabel = "SERVICE", description = "whose canary")
        private String service = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept")
        private String reason = "";

        @Mixin
        private StoreOptions store = new StoreOptions();

        Command decision(Kind kind, @Nullable Double weight) {
            return new DecisionCommand(
                    store.required(), service, kind, reason, Optional.ofNullable(weight), InstantSource.system());
        }
    }

    @CommandLine.Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Lists the strategies: what is on trial, paused, rolled back or held, by whom and why.",
            footer = {"", "Example:", "  ringtail canary status --strategies gray --format json"})
    static final class StatusVerb implements Verb {
        @Mixin
        private StoreOptions store = new StoreOptions();

        @Mixin
        private FormatOption format = new FormatOption();

        @Override
        public Command command() {
            return new StatusCommand(store.required(), format.format);
        }
    }

    @CommandLine.Command(
            name = "hold",
            mixinStandardHelpOptions = true,
            description = "Ringtail goes on judging the service's canary, and does nothing.",
            footer = {"", "Example:", "  ringtail canary hold checkout --reason 'release night' --strategies gray"})
    static final class HoldVerb implements Verb {
        @Mixin
        private About about = new About();

        @Override
        public Command command() {
            return about.decision(Kind.HOLD, null);
        }
    }

    @CommandLine.Command(
            name = "release",
            mixinStandardHelpOptions = true,
            description = "Ends a hold; what the judgements say is done from now on.",
            footer = {"", "Example:", "  ringtail canary release checkout --reason 'all is out' --strategies gray"})
    static final class ReleaseVerb implements Verb {
        @Mixin
        private About about = new About();

        @Override
        public Command command() {
            return about.decision(Kind.RELEASE, null);
        }
    }

    @CommandLine.Command(
            name = "override",
            mixinStandardHelpOptions = true,
            description = {
                "Does by hand what Ringtail would do: rollback, pause, resume or promote.",
                "restart begins another trial of the same version: a new epoch, to which no old verdict counts."
            },
            footer = {
                "",
                "Examples:",
                "  ringtail canary override checkout rollback --reason 'wrong build' --strategies gray",
                "  ringtail canary override checkout promote --weight 50 --reason 'seen enough' --strategies gray",
                "  ringtail canary override checkout restart --weight 5 --reason 'fixed' --strategies gray"
            })
    static final class OverrideVerb implements Verb {
        /** What a person may do. */
        enum Doing {
            ROLLBACK,
            PAUSE,
            RESUME,
            PROMOTE,
            RESTART
        }

        @Mixin
        private About about = new About();

        @Parameters(index = "1", paramLabel = "ACTION", description = "rollback, pause, resume, promote or restart")
        private Doing action = Doing.PAUSE;

        @Option(names = "--weight", paramLabel = "PERCENT", description = "for promote, resume and restart")
        private @Nullable Double weight;

        @Override
        public Command command() {
            return about.decision(Kind.valueOf(action.name()), weight);
        }
    }

    @CommandLine.Command(
            name = "disarm",
            mixinStandardHelpOptions = true,
            description = "Nothing is rolled back, paused or promoted any more, of any service; judging goes on.",
            footer = {"", "Example:", "  ringtail canary disarm --reason 'the metrics are wrong' --strategies gray"})
    static final class DisarmVerb implements Verb {
        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept")
        private String reason = "";

        @Mixin
        private StoreOptions store = new StoreOptions();

        @Override
        public Command command() {
            return new SwitchCommand(store.required(), new Setting.Disarm(reason), InstantSource.system());
        }
    }

    @CommandLine.Command(
            name = "arm",
            mixinStandardHelpOptions = true,
            description = "Ends a disarm.",
            footer = {"", "Example:", "  ringtail canary arm --reason 'the metrics are right again' --strategies gray"})
    static final class ArmVerb implements Verb {
        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept")
        private String reason = "";

        @Mixin
        private StoreOptions store = new StoreOptions();

        @Override
        public Command command() {
            return new SwitchCommand(store.required(), new Setting.Arm(reason), InstantSource.system());
        }
    }

    @CommandLine.Command(
            name = "limit",
            mixinStandardHelpOptions = true,
            description = "Sets how many rollbacks an hour there may be over all services (default: 3).",
            footer = {"", "Example:", "  ringtail canary limit 5 --reason 'many small services' --strategies gray"})
    static final class LimitVerb implements Verb {
        @Parameters(index = "0", paramLabel = "NUMBER", description = "rollbacks an hour")
        private int most;

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; it is kept")
        private String reason = "";

        @Mixin
        private StoreOptions store = new StoreOptions();

        @Override
        public Command command() {
            return new SwitchCommand(store.required(), new Setting.Limit(most, reason), InstantSource.system());
        }
    }
}
