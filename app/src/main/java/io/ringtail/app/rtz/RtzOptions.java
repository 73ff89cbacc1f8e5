package io.ringtail.app.rtz;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a session file is made.
 *
 * @param session the name of a session: of sources, or a span between its start and its stop; empty for all
 * @param redact what is taken out; nothing if empty
 * @param recipient whose private key alone opens the file
 */
public record RtzOptions(
        Optional<String> session,
        List<String> notes,
        String ticket,
        Set<RedactionRule> redact,
        Optional<PublicKey> recipient) {
    /** Everything, as it is. */
    public static final RtzOptions NONE = new RtzOptions(Optional.empty(), List.of(), "", Set.of(), Optional.empty());

    public RtzOptions {
        notes = List.copyOf(notes);
        redact = Set.copyOf(redact);
    }
}
