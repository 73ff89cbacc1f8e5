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

    /** What is learned, and with what: the same call over windows of the same size goes on with it. */
    private record Model(boolean isOutlook, long stepTicks, long seasonTicks, long horizonTicks, Object learner) {
        static Model of(boolean isOutlook, long stepTicks, long seasonTicks, long horizonTicks) {
            return new Model(
                    isOutlook,
                    stepTicks,
                    seasonTicks,
                    horizonTicks,
                    isOutlook
                            ? new Outlook(stepTicks, seasonTicks, horizonTicks)
                            : new NormalBand(stepTicks, seasonTicks, DEVIATIONS));
        }

        Answer take(long ticks, double value, Learned.What what) {
            return switch (learner) {
                case Outlook outlook -> answer(outlook.take(ticks, value));
                case NormalBand band -> answer(band.take(ticks, value), what);
                default -> throw new IllegalStateException();
            };
        }

        private static Answer answer(OptionalDouble later) {
            return later.isPresent() ? new Answer(later.getAsDouble(), null) : Answer.NONE;
        }

        private static Answer answer(Reading reading, Learned.What what) {
            if (!reading.isLearned()) {
                return Answer.NONE;
            }
            return what == Learned.What.ANOMALY
                    ? new Answer(reading.isAnomalous(), reading.expected())
                    : new Answer(reading.score(), reading.expected());
        }
    }

    /** Learns a window's values and answers; a window that is not behind the last one teaches nothing. */
    List<Answer> take(List<Learned> calls, long stepTicks, long startTicks, List<@Nullable Object> values) {
        boolean isLater = startTicks > lastTicks;
        lastTicks = Math.max(lastTicks, startTicks);
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            Model model = model(i, calls.get(i), stepTicks);
            boolean teaches = isLater && values.get(i) instanceof Double value && Double.isFinite(value);
            answers.add(
                    teaches && values.get(i) instanceof Double value
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
            out.writeBoolean(model.isOutlook);
            out.writeLong(model.stepTicks);
            out.writeLong(model.seasonTicks);
            out.writeLong(model.horizonTicks);
            switch (model.learner) {
                case Outlook outlook -> outlook.save(out);
                case NormalBand band -> band.save(out);
                default -> throw new IllegalStateException();
            }
        }
    }

    private static SeriesMemory read(DataInputStream in) throws IOException {
        SeriesMemory memory = new SeriesMemory();
        memory.lastTicks = in.readLong();
        int count = in.readShort();
        for (int i = 0; i < count; i++) {
            Model model = Model.of(in.readBoolean(), in.readLong(), in.readLong(), in.readLong());
            switch (model.learner) {
                case Outlook outlook -> outlook.restore(in);
                case NormalBand band -> band.restore(in);
                default -> throw new IllegalStateException();
            }
            memory.models.add(model);
        }
        return memory;
    }
}
