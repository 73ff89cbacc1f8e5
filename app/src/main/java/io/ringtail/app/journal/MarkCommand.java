package io.ringtail.app.journal;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.ring.bus.BusEvents;
import io.ringtail.ring.bus.proto.Mark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** {@code ringtail journal mark}: a person's note in the stream. */
public record MarkCommand(Path journal, String text) implements Command {
    private static final int MOST_BYTES = 16 << 10;

    @Override
    public ExitStatus run(Console console) throws IOException {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (text.isBlank() || bytes > MOST_BYTES) {
            throw Refusal.usage("a mark is a text of 1 to " + MOST_BYTES + " bytes, not " + bytes
                    + (bytes == 0 ? "" : text.isBlank() ? " of blanks" : ""));
        }
        Mark mark = Mark.newBuilder()
                .setText(text)
                .setUser(System.getProperty("user.name", ""))
                .build();
        OwnEventRequest.journal(journal, BusEvents.MARK, mark);
        console.out()
                .println("marked; find it with: ringtail query --journal " + journal
                        + " \"control | where EventName == 'Mark'\"");
        return ExitStatus.DONE;
    }
}
