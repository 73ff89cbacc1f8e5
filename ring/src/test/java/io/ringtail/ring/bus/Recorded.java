package io.ringtail.ring.bus;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.block.Lane;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** An event as a test sees it: its sequence, and all its content as one text to compare. */
public record Recorded(long sequence, long timeTicks, int type, int source, int tid, String content) {

    /** Makes the n-th event of a producer, always the same one: sizes from none to {@code maxPayload}, with items. */
    public static EventRecord fill(EventRecord event, int producer, int n, int maxPayload) {
        SplittableRandom random = new SplittableRandom(producer * 1_000_003L + n);
        byte[] payload = new byte[random.nextInt(10) == 0 ? 0 : random.nextInt(maxPayload + 1)];
        random.nextBytes(payload);
        event.clear().payload(payload, 0, payload.length);
        event.timeTicks = random.nextLong(1_000_000);
        event.pid = producer;
        event.tid = n;
        event.cpu = random.nextInt(0x10000);
        for (int i = random.nextInt(3); i > 0; i--) {
            event.extended.add(random.nextBoolean() ? ExtendedItems.CPU_TIME : ExtendedItems.ACTIVITY_ID, n, 8);
        }
        return event;
    }

    public static Recorded of(EventRecord event, long sequence) {
        return new Recorded(
                sequence,
                event.timeTicks,
                event.type,
                event.source,
                event.tid,
                content(
                        event.pid,
                        event.cpu,
                        event.extended.flags(),
                        Arrays.copyOfRange(
                                event.payload, event.payloadOffset, event.payloadOffset + event.payloadBytes),
                        Arrays.copyOf(event.extended.bytes(), event.extended.length())));
    }

    public static Recorded of(EventView view) {
        return new Recorded(
                view.sequence(),
                view.timeTicks(),
                view.type(),
                view.source(),
                view.tid(),
                content(view.pid(), view.cpu(), view.flags(), view.payload(), view.extended()));
    }

    public static List<Recorded> all(Journal journal, Lane lane) throws IOException {
        try (BlockCursor cursor = journal.scan(Scan.ALL_EVENTS.withLane(lane))) {
            return rest(cursor);
        }
    }

    /** What the cursor has not given yet. */
    public static List<Recorded> rest(BlockCursor cursor) throws IOException {
        List<Recorded> events = new ArrayList<>();
        while (cursor.next()) {
            events.addAll(of(cursor.block()));
        }
        return events;
    }

    public static List<Recorded> of(Block block) {
        EventView view = new EventView();
        List<Recorded> events = new ArrayList<>();
        for (int row = 0; row < block.count(); row++) {
            events.add(of(view.wrap(block, row)));
        }
        return events;
    }

    /** The process, which tests use for the producer. */
    public int pid() {
        return Integer.parseInt(content.substring(0, content.indexOf(' ')));
    }

    private static String content(int pid, int cpu, int flags, byte[] payload, byte[] extended) {
        HexFormat hex = HexFormat.of();
        return pid + " " + cpu + " " + flags + " " + hex.formatHex(payload) + " " + hex.formatHex(extended);
    }
}
