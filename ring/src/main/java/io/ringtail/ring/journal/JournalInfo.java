package io.ringtail.ring.journal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What there is to say of a journal as a whole.
 *
 * @param id empty if the file that tells is not whole
 * @param writer who is writing it now; empty if nobody is
 * @param traceCycles files of the trace lane
 * @param bytes of all cycle files, as long as they are
 * @param synced up to which sequence the journal is known to survive that the power is cut; empty if nobody asked
 */
public record JournalInfo(
        Path path,
        Optional<UUID> id,
        int epochs,
        Optional<String> writer,
        int traceCycles,
        int controlCycles,
        long bytes,
        OptionalLong synced) {}
