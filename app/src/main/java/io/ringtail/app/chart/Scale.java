package io.ringtail.app.chart;

import io.ringtail.dsl.result.Visualization;
import java.util.ArrayList;
import java.util.List;

/** Where values stand between the ends of an axis, and its marks. */
record Scale(double least, double greatest, boolean log, List<Mark> marks) {
    /** Values start at zero when that costs less than half of the axis. */
    private static final double NEAR_ZERO = 0.6;

    /** 0 at the least end, 1 at the other; beyond for what is beyond. */
    double place(double value) {
        if (log) {
            return value <= 0 ? 0 : share(Math.log10(value), Math.log10(least), Math.log10(greatest));
        }
        return share(value, least, greatest);
    }

    private static double share(double value, double from, double to) {
        return to <= from ? 0.5 : (value - from) / (to - from);
    }

    /** @param fromZero whether what is drawn begins at zero, as areas and bars do */
    static Scale ofValues(double least, double greatest, Visualization look, boolean fromZero, int most) {
        boolean zero = fromZero || least >= 0 && least <= greatest * NEAR_ZERO;
        double from = look.yMin().orElse(zero ? Math.min(0, least) : least);
        double to = look.yMax().orElse(fromZero ? Math.max(0, greatest) : greatest);
        if (look.logY() && greatest > 0) {
            return logarithmic(look.yMin().orElse(least > 0 ? least : greatest / 1e6), to);
        }
        return linear(from, to, most, look.yMin().isEmpty(), look.yMax().isEmpty());
    }

    static Scale along(ChartData data, Visualization look, int most) {
        double from = data.firstX();
        double to = data.lastX();
        return switch (data.along()) {
            case TIME -> new Scale(from, to, false, TimeLabels.marks(data.origin(), from, to, most, data.zone()));
            case NUMBER -> look.logX() && from > 0 ? logarithmic(from, to) : linear(from, to, most, false, false);
            case CATEGORY -> {
                List<Mark> marks = new ArrayList<>();
                int step = Math.max(1, Math.ceilDiv(data.categories().size(), most));
                for (int i = 0; i < data.categories().size(); i += step) {
                    marks.add(new Mark(i, data.categories().get(i)));
                }
                yield new Scale(0, Math.max(1, data.categories().size() - 1), false, marks);
            }
        };
    }

    private static Scale linear(double from, double to, int most, boolean roundLeast, boolean roundGreatest) {
        double least = from;
        double greatest = to > from ? to : from + 1;
        double step = step((greatest - least) / Math.max(1, most));
        least = roundLeast ? Math.floor(least / step + 1e-9) * step : least;
        greatest = roundGreatest ? Math.ceil(greatest / step - 1e-9) * step : greatest;
        List<Mark> marks = new ArrayList<>();
        for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= greatest + step * 1e-9; i++) {
            marks.add(new Mark(i * step, ChartValues.mark(i * step, step)));
        }
        return new Scale(least, greatest, false, marks);
    }

    /** The least round step that is not smaller: 1, 2 or 5 with zeros. */
    private static double step(double wanted) {
        double power = Math.pow(10, Math.floor(Math.log10(wanted)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power >= wanted * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static Scale logarithmic(double from, double to) {
        int low = (int) Math.floor(Math.log10(from) + 1e-9);
        int high = Math.max(low + 1, (int) Math.ceil(Math.log10(Math.max(to, from)) - 1e-9));
        List<Mark> marks = new ArrayList<>();
        for (int power = low; power <= high; power++) {
            double value = Math.pow(10, power);
            marks.add(new Mark(value, ChartValues.mark(value, value)));
        }
        return new Scale(Math.pow(10, low), Math.pow(10, high), true, marks);
    }
}
