package io.ringtail.dsl;

import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.plan.Binder;
import io.ringtail.dsl.syntax.Parser;
import io.ringtail.dsl.syntax.Pipe;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.syntax.Script;
import io.ringtail.dsl.syntax.SourceText;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** A parsed query; it can be bound to any number of recordings. Immutable. */
public final class Query {
    private final String text;
    private final Script script;

    private Query(String text, Script script) {
        this.text = text;
        this.script = script;
    }

    /** What became of a text. */
    public sealed interface Parse {
        record Ok(Query query) implements Parse {}

        /** @param problems at least one, in the order in which they were found */
        record Bad(List<Problem> problems) implements Parse {}
    }

    /** What became of a query before a recording. */
    public sealed interface Binding {
        record Ok(BoundQuery query) implements Binding {}

        record Bad(List<Problem> problems) implements Binding {}
    }

    /** Never throws, whatever the text. */
    public static Parse parse(String text) {
        return switch (Parser.parse(text)) {
            case Parser.Outcome.Ok ok -> new Parse.Ok(new Query(text, ok.script()));
            case Parser.Outcome.Bad bad -> new Parse.Bad(bad.problems());
        };
    }

    /** How the result is to be drawn: {@code render} at the end of the query. */
    private Optional<Pipe.Render> render() {
        List<Pipe> pipes = script.pipeline().pipes();
        return !pipes.isEmpty() && pipes.getLast() instanceof Pipe.Render render
                ? Optional.of(render)
                : Optional.empty();
    }

    public String text() {
        return text;
    }

    /** What became of a query that is to select events. */
    public sealed interface EventBinding {
        record Ok(EventQuery query) implements EventBinding {}

        record Bad(List<Problem> problems) implements EventBinding {}
    }

    /**
     * As {@link #bind}, for a query that selects events rather than computes rows. It starts with a table of captured
     * events and only filters, orders and limits them ({@code where}, {@code extend}, {@code sort}, {@code top},
     * {@code take}); any other operator is refused at its place.
     */
    public EventBinding bindEvents(Recording recording, PayloadDecoder decoder, QueryOptions options)
            throws IOException {
        try {
            return switch (Binder.bindEvents(text, script, recording, decoder, options)) {
                case Binder.Outcome.Ok ok ->
                    new EventBinding.Ok(
                            new EventQuery(ok.plan(), ok.context(), options.maxMemoryBytes(), ok.warnings()));
                case Binder.Outcome.Bad bad -> new EventBinding.Bad(bad.problems());
            };
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Finds out what the names mean in a recording. Its catalog and schemas should be complete: fields of types that come
     * later are unknown.
     *
     * @throws IOException if the recording cannot be read; it is, where the query asks for {@code now()} or for tables
     *     that count
     */
    public Binding bind(Recording recording, PayloadDecoder decoder, QueryOptions options) throws IOException {
        try {
            return switch (Binder.bind(text, script, recording, decoder, options)) {
                case Binder.Outcome.Ok ok ->
                    new Binding.Ok(new BoundQuery(
                            new SourceText(text),
                            render(),
                            ok.plan(),
                            ok.context(),
                            options.withMeta(options.meta().withLost(ok.lost())),
                            ok.warnings(),
                            Stop.whenAsked(),
                            KeptColumns.NONE));
                case Binder.Outcome.Bad bad -> new Binding.Bad(bad.problems());
            };
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
