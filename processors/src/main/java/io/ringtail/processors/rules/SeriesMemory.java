package io.ringtail.processors.rules;

import io.ringtail.processors.forecast.NormalBand;
import io.ringtail.processors.forecast.Outlook;
import io.ringtail.processors.forecast.Reading;
import io.ringtail.processors.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What the series of one key of a rule have taught, one for each {@link Learned} of its condition. */
final class SeriesMemory {
    static final Codec<SeriesMemory> CODEC = Codec.of((out, memory) -> memory.write(out), SeriesMemory::read);

    /** How wide the band is in which values are normal, in deviations; docs/forecast.md has what it finds. */
    private static final double DEVIATIONS = 5;

    private static final long NO_TIME = Long.MIN_VALUE;

    private final List<Model> models = new ArrayList<>();
    private long lastTicks = NO_TIME;

    /**
     * An answer.
     *
     * @param value null while too little was seen
     * @param expected what the value should have been; null of a forecast, and while too little was seen
     */
    record Answer(@Nullable Object value, @Nullable Object expected) {
        static final Answer NONE = new Answer(null, null);
    }

    /** What a call has learned. */
    private sealed interface Model {
        Answer take(long ticks, double value, Learned.What what);

        void write(DataOutputStream out) throws IOException;

        static Model of(boolean isAhead, long stepTicks, long seasonTicks, long horizonTicks) {
            return isAhead
                    ? new Ahead(stepTicks, seasonTicks, horizonTicks, new Outlook(stepTicks, seasonTicks, horizonTicks))
                    : new Normal(stepTicks, seasonTicks, new NormalBand(stepTicks, seasonTicks, DEVIATIONS));
        }

        static Model read(DataInputStream in) throws IOException {
            Model model = of(in.readBoolean(), in.readLong(), in.readLong(), in.readLong());
            switch (model) {
                case Ahead ahead -> ahead.outlook.restore(in);
                case Normal normal -> normal.band.restore(in);
            }
            return model;
        }

        private static void write(DataOutputStream out, boolean isAhead, long step, long season, long horizon)
                throws IOException {
            out.writeBoolean(isAhead);
            out.writeLong(step);
            out.writeLong(season);
            out.writeLong(horizon);
        }
    }

    private record Ahead(long stepTicks, long seasonTicks, long horizonTicks, Outlook outlook) implements Model {
        @Override
        public Answer take(long ticks, double value, Learned.What what) {
            OptionalDouble later = outlook.take(ticks, value);
            return later.isPresent() ? new Answer(later.getAsDouble(), null) : Answer.NONE;
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            Model.write(out, true, stepTicks, seasonTicks, horizonTicks);
            outlook.save(out);
        }
    }

    private record Normal(long stepTicks, long seasonTicks, NormalBand band) implements Model {
        @Override
        public Answer take(long ticks, double value, Learned.What what) {
            Reading reading = band.take(ticks, value);
            if (!reading.isLearned()) {
                return Answer.NONE;
            }
            return what == Learned.What.ANOMALY
                    ? new Answer(reading.isAnomalous(), reading.expected())
                    : new Answer(reading.score(), reading.expected());
        }

        @Override
        public void write(DataOutputStream out) throws IOException {
            Model.write(out, false, stepTicks, seasonTicks, 0);
            band.save(out);
        }
    }

    /** Learns a window's values and answers; a window that is not behind the last one teaches nothing. */
    List<Answer> take(List<Learned> calls, long stepTicks, long startTicks, List<@Nullable Object> values) {
        boolean isLater = startTicks > lastTicks;
        lastTicks = Math.max(lastTicks, startTicks);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Model model = model(i, calls.get(i), stepTicks);
            answers.add(
                    isLater && values.get(i) instanceof Double value && Double.isFinite(value)
                            ? model.take(startTicks, value, calls.get(i).what())
                            : Answer.NONE);
        }
        return answers;
    }

    private Model model(int index, Learned call, long stepTicks) {
        if (index == models.size()) {
            models.add(
                    Model.of(call.what() == Learned.What.FORECAST, stepTicks, call.seasonTicks(), call.horizonTicks()));
        }
        return models.get(index);
    }

    private void write(DataOutputStream out) throws IOException {
        out.writeLong(lastTicks);
        out.writeShort(models.size());
        for (Model model : models) {
            model.write(out);
        }
    }

    private static SeriesMemory read(DataInputStream in) throws IOException {
        SeriesMemory memory = new SeriesMemory();
        memory.lastTicks = in.readLong();
        int count = in.readShort();
        for (int i = 0; i < count; i++) {
            memory.models.add(Model.read(in));
        }
        return memory;
    }
}
