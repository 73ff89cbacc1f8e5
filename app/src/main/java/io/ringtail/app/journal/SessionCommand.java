package io.ringtail.app.journal;

import com.google.protobuf.MessageLite;
import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.bus.proto.SessionStarted;
import io.ringtail.ring.bus.proto.SessionStopped;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code ringtail session start|stop}: names a span of the stream. */
public record SessionCommand(Path journal, int eventId, MessageLite message, String said) implements Command {
    private static final int MOST_BYTES = 16 << 10;

    public SessionCommand {
        Objects.requireNonNull(message);
    }

    /** Starts it, with what is known of this host. */
    public static SessionCommand start(Path journal, String name, String note) {
        check("a session's name", name, 1);
        check("a note", note, 0);
        SessionStarted started = SessionStarted.newBuilder()
                .setSession(name)
                .setNote(note)
                .setUser(System.getProperty("user.name", ""))
                .setHost(Bus.hostName())
                .setOs(System.getProperty("os.name", "") + " " + System.getProperty("os.version", ""))
                .setCpus(Runtime.getRuntime().availableProcessors())
                .setTimeZone(ZoneId.systemDefault().getId())
                .build();
        return new SessionCommand(journal, BusEvents.SESSION_STARTED, started, "started session '" + name + "'");
    }

    public static SessionCommand stop(Path journal, String name) {
        check("a session's name", name, 1);
        SessionStopped stopped = SessionStopped.newBuilder().setSession(name).build();
        return new SessionCommand(journal, BusEvents.SESSION_STOPPED, stopped, "stopped session '" + name + "'");
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        checkState();
        OwnEventRequest.journal(journal, eventId, message);
        console.out().println(said);
        return ExitStatus.DONE;
    }

    /** A stop without a start, or a second start, would say something of a span that is not there. */
    private void checkState() throws IOException {
        SortedSet<String> open = openSessions();
        switch (message) {
            case SessionStarted started
            when open.contains(started.getSession()) ->
                throw Refusal.failure("session '" + started.getSession()
                        + "' is open already; stop it first, or give this" + " one another name");
            case SessionStopped stopped
            when !open.contains(stopped.getSession()) ->
                throw Refusal.failure("no session '" + stopped.getSession() + "' is open in " + journal + "; open are "
                        + (open.isEmpty() ? "none" : "'" + String.join("', '", open) + "'"));
            default -> {} // it may be
        }
    }

    /** Those that were started and not stopped by now. */
    private SortedSet<String> openSessions() throws IOException {
        SortedSet<String> open = new TreeSet<>();
        EventView view = new EventView();
        try (Journal opened = Journal.open(journal);
                BlockCursor cursor = opened.scan(Scan.ALL_EVENTS.withLane(Lane.CONTROL))) {
            while (cursor.next()) {
                for (int row = 0; row < cursor.block().count(); row++) {
                    view.wrap(cursor.block(), row);
                    EventType type = opened.catalog().type(view.type());
                    if (OwnProvider.BUS.has(type, BusEvents.SESSION_STARTED)) {
                        open.add(SessionStarted.parseFrom(view.payload()).getSession());
                    } else if (OwnProvider.BUS.has(type, BusEvents.SESSION_STOPPED)) {
                        open.remove(SessionStopped.parseFrom(view.payload()).getSession());
                    }
                }
            }
        }
        return open;
    }

    private static void check(String what, String text, int least) {
        int bytes = text.strip().getBytes(StandardCharsets.UTF_8).length;
        if (bytes < least || bytes > MOST_BYTES) {
            throw Refusal.usage(what + " has " + least + " to " + MOST_BYTES + " bytes, not " + bytes);
        }
    }
}
