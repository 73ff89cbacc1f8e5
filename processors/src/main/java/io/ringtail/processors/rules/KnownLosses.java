package io.ringtail.processors.rules;

import io.ringtail.processors.state.Codec;
import io.ringtail.ring.bus.proto.EventsLost;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was told to be lost, and of which time: the last tellings, which is what windows are about. */
final class KnownLosses {
    static final Codec<KnownLosses> CODEC = Codec.of(
            (out, losses) -> {
                out.writeInt(losses.all.size());
                for (Loss loss : losses.all) {
                    out.writeLong(loss.count);
                    out.writeLong(loss.fromTicks);
                    out.writeLong(loss.toTicks);
                }
            },
            in -> {
                KnownLosses losses = new KnownLosses();
                for (int left = in.readInt(); left > 0; left--) {
                    losses.all.addLast(new Loss(in.readLong(), in.readLong(), in.readLong()));
                }
                return losses;
            });

    private static final int MOST = 1000;

    private final Deque<Loss> all = new ArrayDeque<>();

    private record Loss(long count, long fromTicks, long toTicks) {}

    /** A loss of unknown time may be of any. */
    void take(EventsLost lost) {
        long to = lost.getToTicks() == 0 ? Long.MAX_VALUE : lost.getToTicks();
        all.addLast(new Loss(lost.getCount(), lost.getFromTicks(), to));
        if (all.size() > MOST) {
            all.removeFirst();
        }
    }

    /** How many events were lost between two times, as far as it was told by now. */
    long between(long fromTicks, long toTicksExclusive) {
        long count = 0;
        for (Loss loss : all) {
            count += loss.toTicks >= fromTicks && loss.fromTicks < toTicksExclusive ? loss.count : 0;
        }
        return count;
    }
}
