package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.result.TableWriter;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks queries in tests. */
final class Queries {
    /** Not those that draw by lot. */
    private static final Predicate<String> REPEATABLE =
            Pattern.compile("rand|sample|new_guid").asPredicate().negate();

    private Queries() {}

    /** Runs it again and again too, with what the runs before left, which makes no difference. */
    static QueryResult run(String text, Recording recording, PayloadDecoder decoder) throws IOException {
        BoundQuery query = bound(text, recording, decoder);
        QueryResult result = query.run();
        if (REPEATABLE.test(text)) {
            BoundQuery keeping = query.keeping(KeptColumns.upTo(1 << 24));
            for (int run = 2; run <= 4; run++) {
                assertThat(compact(keeping.run())).as("run %d of %s", run, text).isEqualTo(compact(result));
            }
        }
        return result;
    }

    static BoundQuery bound(String text, Recording recording, PayloadDecoder decoder) throws IOException {
        Query.Parse parse = Query.parse(text);
        if (!(parse instanceof Query.Parse.Ok ok)) {
            throw new AssertionError(text + "\n" + parse);
        }
        Query.Binding binding = ok.query().bind(recording, decoder, QueryOptions.DEFAULT);
        if (!(binding instanceof Query.Binding.Ok bound)) {
            throw new AssertionError(text + "\n" + binding);
        }
        return bound.query();
    }

    /** Columns as {@code name:type}, a bar, rows as JSON. */
    static String compact(QueryResult result) throws IOException {
        String columns = result.columns().stream()
                .map(column -> column.name() + ":" + column.type().label())
                .collect(Collectors.joining(","));
        StringBuilder json = new StringBuilder();
        TableWriter.of(Format.JSON).write(result, json);
        String rows = json.substring(json.indexOf("\"rows\":[") + 8, json.lastIndexOf("],\"meta\""));
        return columns + " | " + rows.replace("\n", "");
    }

    static String compact(String text, Recording recording, PayloadDecoder decoder) throws IOException {
        return compact(run(text, recording, decoder));
    }

    /** What is wrong with a query, a line each; empty if nothing is. */
    static String problems(String text, Recording recording, PayloadDecoder decoder) throws IOException {
        List<Problem> problems = switch (Query.parse(text)) {
            case Query.Parse.Bad bad -> bad.problems();
            case Query.Parse.Ok ok ->
                switch (ok.query().bind(recording, decoder, QueryOptions.DEFAULT)) {
                    case Query.Binding.Bad bad -> bad.problems();
                    case Query.Binding.Ok good -> List.of();
                };
        };
        return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
}
