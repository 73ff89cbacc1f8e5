package io.ringtail.app.chart;

import io.ringtail.app.chart.FlameTree.Node;
import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.result.TextWidth;
import io.ringtail.dsl.result.Visualization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** {@code render flamegraph}: who called whom, each frame as wide as what was seen in it; in a terminal, as lines of shares. */
final class FlameGraph {
    private static final double MARGIN = 20;
    private static final double WIDTH = Drawing.WIDTH - 2 * MARGIN;
    private static final double FRAME = 18;
    private static final double LETTER = 6.4;
    /** A narrower frame cannot be seen. */
    private static final double LEAST_PIXELS = 0.4;

    private static final int MOST_LINES = 60;
    private static final double LEAST_SHARE = 0.01;
    private static final Canvas.Font LABEL = new Canvas.Font(11, false, "#1e293b");
    /** Warm ones, as people know them from flame graphs; which one says the module. */
    private static final List<String> COLOURS = List.of(
            "#fca5a5", "#fdba74", "#fcd34d", "#fde68a", "#fdad8b", "#f9a86c", "#f7c06a", "#fbb6a5", "#f6d58a",
            "#ffc9a3");

    private FlameGraph() {}

    static int height(Node root, Visualization look) {
        return (int) (top(look) + root.depth(LEAST_PIXELS * root.value() / WIDTH) * FRAME + MARGIN);
    }

    private static double top(Visualization look) {
        return look.title().isEmpty() ? MARGIN : 56;
    }

    /** The root stands at the bottom. */
    static void draw(Node root, Visualization look, Canvas canvas) {
        if (!look.title().isEmpty()) {
            canvas.text(MARGIN, 36, look.title(), Drawing.TITLE, Canvas.Anchor.START);
        }
        double bottom = height(root, look) - MARGIN;
        if (root.value() > 0) {
            draw(root, MARGIN, bottom - FRAME, WIDTH / root.value(), root.value(), canvas);
        }
    }

    private static void draw(Node node, double x, double y, double pixels, double all, Canvas canvas) {
        double width = node.value() * pixels;
        String share = String.format(Locale.ROOT, "%.1f %%", 100 * node.value() / all);
        String name = ChartValues.text(node.name());
        canvas.box(
                x,
                y,
                Math.max(LEAST_PIXELS, width - 0.5),
                FRAME - 1,
                colour(node.name()),
                name + ": " + ChartValues.shown(node.value()) + ", " + share);
        int letters = (int) ((width - 6) / LETTER);
        if (letters >= 3) {
            canvas.text(x + 3, y + 13, fitting(name, letters), LABEL, Canvas.Anchor.START);
        }
        double at = x;
        for (Node call : node.calls()) {
            if (call.value() * pixels >= LEAST_PIXELS) {
                draw(call, at, y - FRAME, pixels, all, canvas);
            }
            at += call.value() * pixels;
        }
    }

    /** Without its module, where there is no room for both. */
    private static String fitting(String frame, int letters) {
        return TextWidth.cut(TextWidth.of(frame) > letters ? frame.substring(frame.indexOf('!') + 1) : frame, letters);
    }

    private static String colour(String frame) {
        int symbol = frame.indexOf('!');
        int end = symbol > 0 ? symbol : frame.lastIndexOf("+0x");
        String module = end > 0 ? frame.substring(0, end) : frame;
        return COLOURS.get(Math.floorMod(module.hashCode(), COLOURS.size()));
    }

    /** The costliest first below each caller; what comes alone below its caller is not indented further. */
    static void print(Node root, Visualization look, Console console) {
        TextFrame frame = new TextFrame(console);
        if (!look.title().isEmpty()) {
            frame.line(console.style().bold(Console.printable(look.title())));
        }
        List<String> lines = new ArrayList<>();
        int leftOut = print(root, root.value(), 0, frame, lines);
        lines.forEach(frame::line);
        if (leftOut > 0) {
            console.note(leftOut + " frames of less than 1 %, or beyond " + MOST_LINES
                    + " lines, are left out; --out FILE.svg draws them");
        }
    }

    private static int print(Node node, double all, int indent, TextFrame frame, List<String> lines) {
        if (lines.size() == MOST_LINES || node.value() < LEAST_SHARE * all) {
            return size(node);
        }
        String numbers = String.format(
                Locale.ROOT, "%5.1f %% %10s  ", 100 * node.value() / all, ChartValues.shown(node.value()));
        int room = Math.max(16, frame.columns() - numbers.length() - indent);
        lines.add(frame.style().dim(numbers) + " ".repeat(indent) + TextWidth.cut(ChartValues.text(node.name()), room));
        List<Node> calls = node.byValue();
        int below =
                calls.size() > 1 || calls.size() == 1 && calls.getFirst().value() < node.value() ? indent + 2 : indent;
        int leftOut = 0;
        for (Node call : calls) {
            leftOut += print(call, all, below, frame, lines);
        }
        return leftOut;
    }

    private static int size(Node node) {
        return 1 + node.calls().stream().mapToInt(FlameGraph::size).sum();
    }
}
