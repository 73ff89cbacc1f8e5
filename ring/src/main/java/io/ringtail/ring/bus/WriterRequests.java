package io.ringtail.ring.bus;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import io.ringtail.ring.bus.proto.Mark;
import io.ringtail.ring.bus.proto.SessionStarted;
import io.ringtail.ring.bus.proto.SessionStopped;
import io.ringtail.ring.bus.proto.WriterRequest;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.journal.Durable;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How a process asks another that writes a journal to put something into the stream: a small file in the journal's folder
 * {@code requests}, which the writer journals and then deletes. It waits for such files without polling, where the file
 * system can tell; what was asked while nobody wrote is taken by the next writer.
 *
 * <p><b>Failure:</b> a writer killed between the two steps journals a request again: none is lost, one may stand there
 * twice.
 */
public final class WriterRequests {
    static final String FOLDER = "requests";

    private static final String SUFFIX = ".request";
    private static final String UNFINISHED = ".part";
    /** A message and what is around it. */
    private static final int MOST_BYTES = EventRecord.MAX_PAYLOAD_BYTES + 64;

    private static final int MOST_FILES = 10_000;

    private WriterRequests() {}

    /**
     * Asks the journal's writer to journal an event of {@link OwnProvider#BUS}.
     *
     * @param eventId a mark, or the start or stop of a session
     * @return a receipt for {@link #await}
     */
    public static Path submit(Path journal, int eventId, long timeTicks, MessageLite message) throws IOException {
        WriterRequest request = WriterRequest.newBuilder()
                .setAskedTicks(timeTicks)
                .setEventId(eventId)
                .setMessage(ByteString.copyFrom(message.toByteArray()))
                .build();
        Path folder = folder(journal);
        String name = UUID.randomUUID().toString();
        Path unfinished = folder.resolve(name + UNFINISHED);
        Path file = folder.resolve(name + SUFFIX);
        Durable.write(unfinished, request.toByteArray());
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Waits until the writer has journaled what was asked; false if it has not by then. */
    public static boolean await(Path receipt, Duration atMost) throws IOException, InterruptedException {
        Path folder = Objects.requireNonNull(receipt.toAbsolutePath().getParent());
        long end = System.nanoTime() + atMost.toNanos();
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_DELETE);
            while (Files.exists(receipt) && System.nanoTime() < end) {
                WatchKey key = watch.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
        return !Files.exists(receipt);
    }

    /** The folder, made if need be, for its owner alone. */
    static Path folder(Path journal) throws IOException {
        return Journal.privateFolder(journal, FOLDER);
    }

    /** Journals what is asked for by now, and forgets it. */
    static void take(Path folder, Bus bus) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        }
        for (Path file : files) {
            publish(file, bus);
        }
        if (!files.isEmpty()) {
            bus.flush();
        }
        Durable.sweepUnfinished(folder, "*" + UNFINISHED, Instant.now());
        for (Path file : files) {
            if (!Files.isDirectory(file)) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What is no request is dropped: its owner alone can have put it there. */
    private static void publish(Path file, Bus bus) {
        try (InputStream in = Files.newInputStream(file)) {
            WriterRequest request = WriterRequest.parseFrom(in.readNBytes(MOST_BYTES));
            bus.publishOwn(request.getEventId(), request.getAskedTicks(), message(request));
        } catch (InvalidProtocolBufferException | NoSuchFileException e) {
            return;
        } catch (IOException e) {
            setAside(file); // or it would stand in the way of all that come after it
        }
    }

    private static void setAside(Path file) {
        try {
            Files.move(file, file.resolveSibling(file.getFileName() + ".unreadable"));
        } catch (IOException e) {
            return; // it is tried again with the next request
        }
    }

    private static MessageLite message(WriterRequest request) throws InvalidProtocolBufferException {
        return switch (request.getEventId()) {
            case BusEvents.MARK -> Mark.parseFrom(request.getMessage());
            case BusEvents.SESSION_STARTED -> SessionStarted.parseFrom(request.getMessage());
            case BusEvents.SESSION_STOPPED -> SessionStopped.parseFrom(request.getMessage());
            default -> throw new InvalidProtocolBufferException("nobody may ask for event " + request.getEventId());
        };
    }
}
