package io.ringtail.app.check;

import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.check.Check;
import io.ringtail.dsl.check.CheckRun;
import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.dsl.value.Values;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is checked: a statement in the language of checks, or a query on {@code wmi('SELECT …')} that finds something. */
sealed interface Statement {
    /** As it was written. */
    String text();

    /** What the machine is asked. */
    String question();

    /** What is computed from the answer, in words. */
    String residue();

    CheckRun.Outcome run(Machine machine, Duration timeout, CheckRun.Pace pace) throws IOException;

    /** A text is wrong. */
    final class Wrong extends Exception {
        private static final long serialVersionUID = 1;
        private final transient List<Problem> problems;

        Wrong(List<Problem> problems) {
            this.problems = problems;
        }

        /** With the place underlined. */
        String render(String text) {
            return problems.stream()
                    .map(problem -> problem.render(text).replaceFirst("^query:", "check:"))
                    .collect(Collectors.joining("\n"));
        }
    }

    static Statement parse(String text) throws Wrong, IOException {
        if (text.strip().matches("(?s)wmi\\s*\\(.*")) {
            return switch (Query.parse(text)) {
                case Query.Parse.Ok(Query query) -> Found.of(query);
                case Query.Parse.Bad(List<Problem> problems) -> throw new Wrong(problems);
            };
        }
        return switch (Check.parse(text)) {
            case Check.Parse.Ok(Check check) -> new Said(check);
            case Check.Parse.Bad(Problem problem) -> throw new Wrong(List.of(problem));
        };
    }

    /** {@code disk usage > 90%}. */
    record Said(Check check) implements Statement {
        @Override
        public String text() {
            return check.text();
        }

        @Override
        public String question() {
            return check.question().text();
        }

        @Override
        public String residue() {
            String often = check.readings() == 1
                    ? ""
                    : "; in " + check.readings() + " readings in a row, " + seconds(check.every()) + " apart";
            return check.residue() + often;
        }

        private static String seconds(Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
        }

        @Override
        public CheckRun.Outcome run(Machine machine, Duration timeout, CheckRun.Pace pace) {
            return CheckRun.run(check, machine, timeout, pace);
        }
    }

    /** A query that holds if it has rows. */
    record Found(Query query) implements Statement {
        private static final int MAX_ROWS = 1000;

        /** Once its question is seen to be WQL, which takes no answer: all else is known of the answer alone. */
        static Found of(Query query) throws Wrong, IOException {
            Found found = new Found(query);
            try (Input nothing = nothing()) {
                if (found.bind(nothing, new Silent(), Duration.ZERO)
                        instanceof Query.Binding.Bad(List<Problem> problems)) {
                    throw new Wrong(problems);
                }
            } catch (QueryLimitException e) {
                // It was asked, so it can be.
            }
            return found;
        }

        /** Answers nothing. */
        private record Silent() implements Machine {
            @Override
            public String name() {
                return "";
            }

            @Override
            public List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException {
                throw new MachineException("silent");
            }
        }

        private static Input nothing() throws IOException {
            return new Selection(Optional.empty(), List.of()).open();
        }

        private Query.Binding bind(Input nothing, Machine machine, Duration timeout) throws IOException {
            QueryOptions options = QueryOptions.DEFAULT
                    .withLimits(QueryOptions.DEFAULT.maxMemoryBytes(), MAX_ROWS)
                    .withMachine(() -> machine, timeout);
            return query.bind(nothing.recording(), nothing.decoder(), options);
        }

        @Override
        public String text() {
            return query.text().strip();
        }

        @Override
        public String question() {
            return text().replaceFirst("(?s)^wmi\\s*\\(\\s*[\"'](.*?)[\"']\\s*\\).*", "$1");
        }

        @Override
        public String residue() {
            String rest = text().replaceFirst("(?s)^wmi\\s*\\(\\s*[\"'].*?[\"']\\s*\\)", "")
                    .strip();
            return rest.isEmpty() ? "there is an object" : "there is a row after " + rest;
        }

        @Override
        public CheckRun.Outcome run(Machine machine, Duration timeout, CheckRun.Pace pace) throws IOException {
            try (Input nothing = nothing()) {
                return switch (bind(nothing, machine, timeout)) {
                    case Query.Binding.Ok ok -> outcome(ok.query().run());
                    case Query.Binding.Bad(List<Problem> problems) ->
                        new CheckRun.Outcome(false, 1, Optional.empty(), said(problems.getFirst()));
                };
            } catch (QueryLimitException e) {
                return new CheckRun.Outcome(false, 1, Optional.empty(), String.valueOf(e.getMessage()));
            }
        }

        /** In one line. */
        private String said(Problem problem) {
            return problem.render(query.text()).lines().findFirst().orElse("").replaceFirst("^query:", "check:");
        }

        private static CheckRun.Outcome outcome(QueryResult result) {
            int rows = result.rows().size();
            String detail = rows == 0 ? "no row" : rows + (rows == 1 ? " row: " : " rows: ") + first(result);
            boolean holds = rows > 0;
            return new CheckRun.Outcome(
                    holds, 1, Optional.of(new Check.Reading(holds, Optional.of((double) rows), detail)), "");
        }

        private static String first(QueryResult result) {
            List<String> values = new ArrayList<>();
            for (@Nullable Object value : result.rows().getFirst()) {
                values.add(Values.text(value));
            }
            return String.join(", ", values);
        }
    }
}
