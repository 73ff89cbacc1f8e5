package io.ringtail.app;

import io.ringtail.app.rtz.KeyFiles;
import io.ringtail.app.rtz.RedactionRule;
import io.ringtail.app.rtz.RtzOptions;
import io.ringtail.app.terminal.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code export --to rtz} takes beside what every export takes. */
final class RtzArguments {
    @Option(names = "--session", paramLabel = "NAME", description = "rtz: events of this session alone")
    private @Nullable String session;

    @Option(names = "--note", paramLabel = "TEXT", description = "rtz: a note for whoever opens it; may be repeated")
    private List<String> notes = new ArrayList<>();

    @Option(names = "--ticket", paramLabel = "ID", description = "rtz: the ticket that it belongs to")
    private String ticket = "";

    @Option(
            names = "--redact",
            paramLabel = "RULES",
            description = "rtz: take out commandlines, users, paths (all three: all) or texts; see docs/formats/rtz.md")
    private @Nullable String redact;

    @Option(
            names = "--encrypt",
            paramLabel = "FILE",
            description = "rtz: encrypt to the X25519 public key in this PEM file")
    private @Nullable Path recipient;

    boolean isEmpty() {
        return session == null && notes.isEmpty() && ticket.isEmpty() && redact == null && recipient == null;
    }

    RtzOptions options() {
        return new RtzOptions(
                Optional.ofNullable(session),
                notes,
                ticket,
                redact == null ? Set.of() : RedactionRule.parse(redact),
                publicKey());
    }

    private Optional<PublicKey> publicKey() {
        try {
            return recipient == null ? Optional.empty() : Optional.of(KeyFiles.publicKey(recipient));
        } catch (IOException e) {
            throw Refusal.usage("--encrypt " + recipient + " cannot be read: " + e);
        }
    }
}
