package io.ringtail.app.rules;

import io.ringtail.app.rtz.RtzFormat;
import io.ringtail.app.rtz.RtzOptions;
import io.ringtail.app.rtz.SessionExport;
import io.ringtail.app.terminal.UnfinishedFile;
import io.ringtail.dsl.EventQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.value.Datetimes;
import io.ringtail.processors.effect.Arguments;
import io.ringtail.processors.effect.Effector;
import io.ringtail.processors.proto.Intent;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes what was recorded around a firing into a session file, in the journal's folder {@code exports}. */
final class ExportEffector implements Effector {
    private static final String FOLDER = "exports";
    private static final int KEY_CHARS = 12;

    private final Path journal;
    private final Function<Journal, PayloadDecoder> decoding;

    ExportEffector(Path journal, Function<Journal, PayloadDecoder> decoding) {
        this.journal = journal;
        this.decoding = decoding;
    }

    @Override
    public String action() {
        return "export";
    }

    @Override
    public Effect execute(Intent intent) throws IOException {
        String name = intent.getRule() + "-" + intent.getIdempotencyKey().substring(0, KEY_CHARS) + RtzFormat.SUFFIX;
        Path folder = Journal.privateFolder(journal, FOLDER);
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return Effect.done(file + " is there already");
        }
        Path unfinished = UnfinishedFile.beside(file);
        try {
            long events = write(ticks(intent, "from"), ticks(intent, "to"), unfinished);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
            return Effect.done(events + " events in " + file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private long write(long fromTicks, long untilTicks, Path file) throws IOException {
        try (Journal open = Journal.open(journal)) {
            PayloadDecoder decoder = decoding.apply(open);
            EventQuery events = events(open, decoder, fromTicks, untilTicks);
            UUID id = open.info().id().orElseGet(UUID::randomUUID);
            return new SessionExport(open, decoder, List.of(), RtzOptions.NONE)
                    .write(taker -> events.forEach(taker::take), id, file)
                    .events();
        }
    }

    private static EventQuery events(Journal open, PayloadDecoder decoder, long fromTicks, long untilTicks)
            throws IOException {
        QueryOptions options = QueryOptions.DEFAULT.withTimes(fromTicks, untilTicks);
        if (Query.parse("events") instanceof Query.Parse.Ok(Query query)
                && query.bindEvents(open, decoder, options) instanceof Query.EventBinding.Ok(EventQuery events)) {
            return events;
        }
        throw new IllegalStateException("every recording has events");
    }

    private static long ticks(Intent intent, String name) throws IOException {
        return Arguments.text(intent, name)
                .flatMap(Datetimes::parse)
                .orElseThrow(() -> new IOException("the intent does not say '" + name + "'"));
    }
}
