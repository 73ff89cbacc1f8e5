package io.ringtail.dsl.syntax;

import io.ringtail.dsl.result.Visualization;
import io.ringtail.dsl.value.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Parses {@code render}: a chart, and what is said of it, {@code with (name = value, …)} or as people wrote it before. */
final class RenderParser implements OperatorFamily {
    private static final List<String> TEXTS = List.of("title", "xtitle", "ytitle");
    private static final List<String> COLUMNS = List.of("xcolumn", "ycolumns", "series", "anomalycolumns");
    private static final List<String> NUMBERS = List.of("ymin", "ymax", "xmin", "xmax");
    private static final Map<String, List<String>> WORDS = Map.of(
            "kind", List.of("default", "unstacked", "stacked", "stacked100", "map"),
            "legend", List.of("visible", "hidden"),
            "xaxis", List.of("linear", "log"),
            "yaxis", List.of("linear", "log"),
            "ysplit", List.of("none", "axes", "panels"),
            "accumulate", List.of("true", "false"));

    private final Cursor cursor;
    private final ExpressionParser expressions;

    RenderParser(Cursor cursor, ExpressionParser expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    @Override
    public List<String> names() {
        return List.of("render");
    }

    @Override
    public Optional<Pipe> parse(String name, Span span) {
        Token word = cursor.peek();
        if (word.kind() != Token.Kind.NAME) {
            cursor.unexpected("a chart, such as timechart");
            return Optional.empty();
        }
        Optional<Visualization.Chart> chart = chart(cursor.next());
        Properties properties = new Properties();
        if (cursor.takeName("with")) {
            if (cursor.expect("(", "after 'with'")) {
                int problems = cursor.problems().size();
                properties.readAll(true);
                if (cursor.problems().size() == problems) {
                    cursor.expect(")", "behind the properties");
                }
            }
        } else {
            properties.readAll(false);
        }
        return chart.map(known -> new Pipe.Render(span, properties.of(known), properties.columns));
    }

    private Optional<Visualization.Chart> chart(Token word) {
        for (Visualization.Chart chart : Visualization.Chart.values()) {
            if (chart.label().equals(word.text().toLowerCase(Locale.ROOT))) {
                return Optional.of(chart);
            }
        }
        String hint = Nearest.of(word.text(), Visualization.Chart.labels())
                .map(near -> "did you mean '" + near + "'?")
                .orElse("there are " + String.join(", ", Visualization.Chart.labels()));
        cursor.problem(word.span(), "no chart '" + word.text() + "'", hint);
        return Optional.empty();
    }

    /** What is said of the chart. */
    private final class Properties {
        private final Map<String, List<String>> values = new HashMap<>();
        private final List<Expression.Name> columns = new ArrayList<>();

        /** @param commas whether they have to stand between properties */
        void readAll(boolean commas) {
            int problems = cursor.problems().size();
            while (cursor.peek().kind() == Token.Kind.NAME && cursor.problems().size() == problems) {
                one(cursor.next());
                if (!cursor.takeSymbol(",") && commas) {
                    return;
                }
            }
        }

        private void one(Token word) {
            String name = word.text().toLowerCase(Locale.ROOT);
            if (!cursor.expect("=", "behind '" + word.text() + "'")) {
                return;
            }
            if (COLUMNS.contains(name)) {
                columns(name);
            } else if (TEXTS.contains(name)) {
                text(name);
            } else if (NUMBERS.contains(name)) {
                number(name);
            } else if (WORDS.containsKey(name)) {
                word(name, Objects.requireNonNull(WORDS.get(name)));
            } else {
                unknown(word);
            }
        }

        private void unknown(Token word) {
            List<String> known = new ArrayList<>(TEXTS);
            known.addAll(COLUMNS);
            known.addAll(NUMBERS);
            WORDS.keySet().stream().sorted().forEach(known::add);
            String hint = Nearest.of(word.text(), known)
                    .map(near -> "did you mean '" + near + "'?")
                    .orElse("there are " + String.join(", ", known));
            cursor.problem(word.span(), "a chart has no property '" + word.text() + "'", hint);
        }

        /** Several with commas between them, up to the name of the next property. */
        private void columns(String name) {
            List<String> named = new ArrayList<>();
            do {
                if (!ExpressionParser.isColumnName(cursor.peek())) {
                    cursor.unexpected("a column");
                    return;
                }
                Expression.Name column = expressions.name();
                columns.add(column);
                named.add(column.name());
            } while (!name.equals("xcolumn") && !cursor.peek(2).isSymbol("=") && cursor.takeSymbol(","));
            values.put(name, named);
        }

        private void text(String name) {
            Token token = cursor.peek();
            if (token.kind() == Token.Kind.LITERAL && token.value() instanceof String) {
                values.put(name, List.of(expressions.text()));
            } else if (token.kind() == Token.Kind.NAME) {
                values.put(name, List.of(cursor.next().text()));
            } else {
                cursor.unexpected("a text, such as \"requests\"");
            }
        }

        private void number(String name) {
            boolean negative = cursor.takeSymbol("-");
            Token token = cursor.peek();
            if (token.kind() == Token.Kind.LITERAL && token.value() instanceof Number number) {
                values.put(name, List.of(String.valueOf(negative ? -number.doubleValue() : number.doubleValue())));
                cursor.next();
            } else {
                cursor.unexpected("a number");
            }
        }

        private void word(String name, List<String> allowed) {
            Token token = cursor.peek();
            String text = token.text().toLowerCase(Locale.ROOT);
            if (allowed.contains(text)) {
                values.put(name, List.of(text));
                cursor.next();
            } else {
                cursor.unexpected("one of " + String.join(", ", allowed) + " for '" + name + "'");
            }
        }

        Visualization of(Visualization.Chart chart) {
            return new Visualization(
                    chart,
                    first("title"),
                    first("xtitle"),
                    first("ytitle"),
                    all("xcolumn").stream().findFirst(),
                    all("ycolumns"),
                    all("series"),
                    stacking(chart),
                    !first("legend").equals("hidden"),
                    first("xaxis").equals("log"),
                    first("yaxis").equals("log"),
                    real("ymin"),
                    real("ymax"),
                    first("accumulate").equals("true"));
        }

        private Visualization.Stacking stacking(Visualization.Chart chart) {
            return switch (first("kind")) {
                case "stacked" -> Visualization.Stacking.STACKED;
                case "stacked100" -> Visualization.Stacking.STACKED100;
                default -> Visualization.of(chart).stacking();
            };
        }

        private List<String> all(String name) {
            return values.getOrDefault(name, List.of());
        }

        private String first(String name) {
            return all(name).stream().findFirst().orElse("");
        }

        private OptionalDouble real(String name) {
            return all(name).stream().mapToDouble(Double::parseDouble).findFirst();
        }
    }
}
