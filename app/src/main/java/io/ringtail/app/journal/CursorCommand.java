package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.value.Datetimes;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.cursor.Cursors;
import io.ringtail.ring.cursor.DurableCursor;
import io.ringtail.ring.journal.EventReader;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** {@code ringtail journal cursors seek|reset|delete}: changes one durable cursor that nobody reads with. */
public record CursorCommand(Path journal, String name, Action action) implements Command {
    /** What to do with the cursor. */
    public sealed interface Action {}

    /** Puts it elsewhere. */
    public sealed interface Seek extends Action {
        /** The place that the text names. */
        static Seek to(String text) {
            if (text.equals("start") || text.equals("end")) {
                return text.equals("start") ? new ToSequence(0) : new ToEnd();
            }
            if (text.matches("\\d{1,18}")) {
                return new ToSequence(Long.parseLong(text));
            }
            Optional<Long> ticks = Datetimes.parse(text);
            return new ToTime(ticks.orElseThrow(() -> Refusal.usage(
                    "--to is a sequence, a time such as" + " 2026-11-23T12:00:00Z, start or end, not '" + text + "'")));
        }
    }

    /** To a sequence. */
    public record ToSequence(long sequence) implements Seek {}

    /** To the first captured event that is not before a time, or the end if there is none. */
    public record ToTime(long ticks) implements Seek {}

    /** Behind all that is there. */
    public record ToEnd() implements Seek {}

    /** To the start, without state. */
    public record Reset() implements Action {}

    /** Takes it away. */
    public record Delete() implements Action {}

    @Override
    public ExitStatus run(Console console) throws IOException {
        try (Journal opened = Journal.open(journal)) {
            Cursors cursors = Cursors.of(journal);
            String done = switch (action) {
                case Seek seek -> moved(cursors, position(opened, seek));
                case Reset reset -> reset(cursors);
                case Delete delete -> delete(cursors);
            };
            console.out().println(done);
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(String.valueOf(e.getMessage()));
        }
        return ExitStatus.DONE;
    }

    private String moved(Cursors cursors, long position) throws IOException {
        try (DurableCursor cursor = cursors.open(name)) {
            cursor.save(position, cursor.state());
        }
        return "the cursor '" + name + "' goes on at sequence " + position;
    }

    private String reset(Cursors cursors) throws IOException {
        requireKnown(cursors);
        cursors.delete(name);
        cursors.open(name).close();
        return "the cursor '" + name + "' starts over at sequence 0, without state";
    }

    private String delete(Cursors cursors) throws IOException {
        requireKnown(cursors);
        cursors.delete(name);
        return "the cursor '" + name + "' is gone";
    }

    private void requireKnown(Cursors cursors) throws IOException {
        if (!cursors.exists(name)) {
            throw Refusal.failure("there is no cursor '" + name + "' in " + journal
                    + "; 'ringtail journal cursors list --journal " + journal + "' lists those that are");
        }
    }

    private static long position(Journal opened, Seek seek) throws IOException {
        return switch (seek) {
            case ToSequence to -> to.sequence();
            case ToEnd end -> opened.nextSequence();
            case ToTime to -> firstAt(opened, to.ticks());
        };
    }

    private static long firstAt(Journal opened, long ticks) throws IOException {
        try (EventReader reader = EventReader.open(opened, opened.sequenceAt(ticks))) {
            while (reader.next()) {
                if (reader.lane() == Lane.TRACE && reader.event().timeTicks() >= ticks) {
                    return reader.event().sequence();
                }
            }
            return reader.position();
        }
    }
}
