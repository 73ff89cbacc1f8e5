package io.ringtail.app.tail;

import io.ringtail.app.Command;
import io.ringtail.app.input.Selection;
import io.ringtail.app.output.Lines;
import io.ringtail.app.output.Printer;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Interrupt;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.follow.Followed;
import io.ringtail.dsl.follow.Follower;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Meta;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * {@code ringtail tail}: rows of a journal as they are written, until interrupted.
 *
 * @param lateness how long a window waits for events that come out of order
 * @param parameters values of the parameters that the query declares, as text
 */
public record TailCommand(
        Path journal,
        Selection selection,
        String text,
        From from,
        Duration lateness,
        Format format,
        ZoneId zone,
        Map<String, String> parameters)
        implements Command {
    /** How long an idle tail sleeps; a person notices no more of it. */
    private static final long IDLE_NANOS = 20_000_000;
    /** What is said of processes is read again so often. */
    private static final long CONTEXT_NANOS = 1_000_000_000;

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Interrupt interrupt = Interrupt.install(console)) {
            return run(console, interrupt::isAsked, () -> LockSupport.parkNanos(IDLE_NANOS));
        }
    }

    /**
     * As {@link #run(Console)}.
     *
     * @param asked whether to end
     * @param idle called when there is nothing yet
     */
    ExitStatus run(Console console, BooleanSupplier asked, Runnable idle) throws IOException {
        return switch (Query.parse(text)) {
            case Query.Parse.Bad(List<Problem> problems) -> refuse(problems, console);
            case Query.Parse.Ok(Query query) -> ask(query, console, asked, idle);
        };
    }

    private ExitStatus ask(Query query, Console console, BooleanSupplier asked, Runnable idle) throws IOException {
        try (Journal open = Journal.open(journal)) {
            PayloadDecoder decoder = selection.decoder(open);
            return switch (query.bind(open, decoder, QueryOptions.DEFAULT.withParameters(parameters))) {
                case Query.Binding.Bad(List<Problem> problems) -> refuse(problems, console);
                case Query.Binding.Ok(BoundQuery bound) -> {
                    bound.warnings().forEach(warning -> console.warn(warning.toString()));
                    yield follow(bound, open, console, asked, idle);
                }
            };
        } catch (QueryLimitException e) {
            throw Refusal.failure(String.valueOf(e.getMessage()));
        }
    }

    private ExitStatus follow(BoundQuery query, Journal open, Console console, BooleanSupplier asked, Runnable idle)
            throws IOException {
        Loop loop = new Loop(this, query, open, console, asked, idle);
        List<Problem> problems = loop.start();
        if (!problems.isEmpty()) {
            return refuse(problems, console); // before a header says that rows will come
        }
        if (format == Format.TABLE) {
            Lines lines = new Lines(query.columns(), console, zone);
            lines.head();
            loop.forEachRow(lines::row);
        } else {
            Printer.print(loop, format, zone, console);
        }
        console.out().flush();
        return ExitStatus.DONE;
    }

    private ExitStatus refuse(List<Problem> problems, Console console) {
        for (Problem problem : problems) {
            console.note(problem.render(text));
        }
        return ExitStatus.USAGE;
    }

    /** The rows, as a table that ends when the tail does. */
    private static final class Loop implements Table {
        private final TailCommand command;
        private final BoundQuery query;
        private final Journal open;
        private final Console console;
        private final BooleanSupplier asked;
        private final Runnable idle;
        private Optional<Followed> started = Optional.empty();
        private RowConsumer rows = row -> {};
        private long late;
        private int schemas;
        private long contextNanos;

        Loop(
                TailCommand command,
                BoundQuery query,
                Journal open,
                Console console,
                BooleanSupplier asked,
                Runnable idle) {
            this.command = command;
            this.query = query;
            this.open = open;
            this.console = console;
            this.asked = asked;
            this.idle = idle;
            schemas = open.catalog().schemas().size();
            contextNanos = console.nanoTime().getAsLong();
        }

        @Override
        public List<Column> columns() {
            return query.columns();
        }

        @Override
        public Meta meta() {
            return new Meta(0, late, false);
        }

        @Override
        public void forEachRow(RowConsumer consumer) throws IOException {
            rows = consumer;
            try (Followed followed = started.orElseThrow()) {
                follow(followed);
            }
        }

        /** Returns why the query cannot be followed; nothing if it can. */
        List<Problem> start() throws IOException {
            return switch (query.follow(command.from.start(open), command.lateness, row -> rows.accept(row))) {
                case Follower.Outcome.Bad(List<Problem> bad) -> bad;
                case Follower.Outcome.Ok(Followed followed) -> {
                    started = Optional.of(followed);
                    yield List.of();
                }
            };
        }

        private void follow(Followed followed) throws IOException {
            while (!asked.getAsBoolean() && !followed.isDone()) {
                if (followed.hasMore()) {
                    refresh(followed);
                    followed.poll();
                    console.out().flush();
                } else {
                    idle.run();
                }
            }
            int windows = followed.end();
            late = followed.late();
            console.out().flush();
            tell(windows, console::warn);
        }

        /** Events are decoded with what the journal knows by now. */
        private void refresh(Followed followed) throws IOException {
            int known = open.catalog().schemas().size();
            long now = console.nanoTime().getAsLong();
            boolean old = followed.asksContext() && now - contextNanos > CONTEXT_NANOS;
            if (known != schemas || old) {
                schemas = known;
                contextNanos = now;
                followed.decodeWith(command.selection.decoder(open));
            }
        }

        private void tell(int windows, Consumer<String> warn) {
            if (windows > 0) {
                warn.accept(windows + " of the windows were not over yet: their rows, the last ones, may lack events");
            }
            if (late > 0) {
                warn.accept(Quantities.count(late) + " events came after their window was closed and are in no row;"
                        + " --lateness makes windows wait for longer");
            }
        }
    }

    /** Where to start: with what is to come, with all that is there, or at a time. */
    public sealed interface From {
        Followed.Start start(Recording journal) throws IOException;

        /** With what is written from now on. */
        record End() implements From {
            @Override
            public Followed.Start start(Recording journal) {
                return new Followed.Start.AtEnd();
            }
        }

        /** With the first event. */
        record Beginning() implements From {
            @Override
            public Followed.Start start(Recording journal) {
                return new Followed.Start.AtBeginning();
            }
        }

        /** @param ticks of {@link io.ringtail.ring.event.Ticks} */
        record Time(long ticks) implements From {
            @Override
            public Followed.Start start(Recording journal) {
                return new Followed.Start.AtTime(ticks);
            }
        }
    }
}
