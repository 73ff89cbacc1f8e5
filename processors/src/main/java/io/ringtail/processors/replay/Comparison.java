package io.ringtail.processors.replay;

import com.google.protobuf.ByteString;
import io.ringtail.processors.host.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a replay says that was not said when it was recorded, and the other way about.
 *
 * @param onlyReplayed in order of cause
 * @param onlyRecorded in order of cause
 */
public record Comparison(List<Output> onlyReplayed, List<Output> onlyRecorded) {
    public Comparison {
        onlyReplayed = List.copyOf(onlyReplayed);
        onlyRecorded = List.copyOf(onlyRecorded);
    }

    /** Outputs are the same if all their bytes are. */
    public static Comparison of(List<Output> replayed, List<Output> recorded) {
        return new Comparison(without(replayed, recorded), without(recorded, replayed));
    }

    public boolean isEmpty() {
        return onlyReplayed.isEmpty() && onlyRecorded.isEmpty();
    }

    private record Content(int eventId, long timeTicks, ByteString bytes) {
        static Content of(Output output) {
            return new Content(
                    output.eventId(), output.timeTicks(), output.message().toByteString());
        }
    }

    private static List<Output> without(List<Output> some, List<Output> others) {
        Map<Content, Integer> counts = new HashMap<>();
        others.forEach(output -> counts.merge(Content.of(output), 1, Integer::sum));
        List<Output> left = new ArrayList<>();
        for (Output output : some) {
            if (counts.merge(Content.of(output), -1, Integer::sum) < 0) {
                left.add(output);
            }
        }
        return left;
    }
}
