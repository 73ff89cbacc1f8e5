package io.ringtail.processors.rules;

import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.result.QueryResult;
import io.ringtail.dsl.syntax.Span;
import io.ringtail.processors.ProcessorEvents;
import io.ringtail.processors.host.Fold;
import io.ringtail.processors.host.Output;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.OwnDecoder;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.journal.Journal;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the tests that stand beside rules: their events are recorded, and all rules run over the recording. */
public final class RuleTests {
    /** Longer than any window: by then all are closed. */
    private static final long LONG_AFTER = 3650 * Ticks.PER_DAY;
    /** Of what happened instead of what was expected. */
    private static final int MOST_SHOWN = 12;

    private final RuleSet rules;
    private final Path temporary;
    private final Traces traces;

    /** @param temporary an empty folder of the caller's, for recordings */
    public RuleTests(RuleSet rules, Path temporary, Traces traces) {
        this.rules = rules;
        this.temporary = temporary;
        this.traces = traces;
    }

    /** What became of a test. */
    public record Result(String file, String name, List<RuleProblem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }

        public boolean passed() {
            return problems.isEmpty();
        }
    }

    /** Records traces, and reads payloads; for who knows how. */
    public interface Traces {
        void record(Path trace, Bus bus) throws IOException;

        PayloadDecoder decoder(Journal journal) throws IOException;
    }

    /** Runs all, in the order in which they stand. */
    public List<Result> run() throws IOException {
        List<Result> results = new ArrayList<>();
        for (RuleFile file : rules.files()) {
            for (RuleCase test : file.cases()) {
                List<RuleProblem> problems = new One(file, test, temporary.resolve("test" + results.size())).run();
                results.add(new Result(file.name(), test.name(), problems));
            }
        }
        return results;
    }

    /** One test. */
    private final class One {
        private final RuleFile file;
        private final RuleCase test;
        private final Path journal;
        private final List<RuleProblem> problems = new ArrayList<>();
        /** What rules would have needed that the test's events do not have, by rule. */
        private Map<String, List<RuleProblem>> waiting = Map.of();

        One(RuleFile file, RuleCase test, Path journal) {
            this.file = file;
            this.test = test;
            this.journal = journal;
        }

        List<RuleProblem> run() throws IOException {
            switch (test.given()) {
                case RuleCase.Rows rows -> given(rows);
                case RuleCase.Recording recording -> {
                    Path trace = Path.of(file.name()).resolveSibling(recording.file());
                    try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
                        traces.record(trace, bus);
                    }
                    check(fold(traces::decoder));
                }
            }
            return problems;
        }

        private void given(RuleCase.Rows rows) throws IOException {
            QueryResult result = rows(rows);
            if (!problems.isEmpty()) {
                return;
            }
            GivenEvents events = new GivenEvents(result);
            if (!events.missingColumn().isEmpty() || result.rows().isEmpty()) {
                problem(
                        rows.place(),
                        result.rows().isEmpty()
                                ? "the test is given no event"
                                : "the events have no column '" + events.missingColumn() + "'",
                        "give them Timestamp: datetime, Provider: string and EventName: string");
                return;
            }
            try (Bus bus = Bus.open(journal, BusOptions.defaults())) {
                events.record(bus, test.until().orElse(events.lastTicks() + LONG_AFTER));
            }
            check(fold(open -> events.decoder(own(open))));
        }

        private QueryResult rows(RuleCase.Rows rows) throws IOException {
            KnownTypes nothing = new KnownTypes(new Registry(), 0, 0);
            List<io.ringtail.dsl.syntax.Problem> bad;
            switch (Query.parse(rows.text())) {
                case Query.Parse.Bad(List<io.ringtail.dsl.syntax.Problem> found) -> bad = found;
                case Query.Parse.Ok(Query query) -> {
                    switch (query.bind(nothing, own(nothing), QueryOptions.DEFAULT)) {
                        case Query.Binding.Ok ok -> {
                            return ok.query().run();
                        }
                        case Query.Binding.Bad(List<io.ringtail.dsl.syntax.Problem> found) -> bad = found;
                    }
                }
            }
            bad.forEach(found -> problem(rows.place(), "the events cannot be read: " + found.message(), found.hint()));
            return QueryResult.complete(List.of(), List.of());
        }

        private PayloadDecoder own(io.ringtail.ring.block.Recording recording) {
            return new OwnDecoder(
                    recording.catalog(),
                    ProcessorEvents.addTo(OwnMessages.ofBus()),
                    new UnknownDecoder(recording.catalog()));
        }

        private interface Decoding {
            PayloadDecoder decoder(Journal journal) throws IOException;
        }

        private List<Output> fold(Decoding decoding) throws IOException {
            List<Output> outputs = new ArrayList<>();
            try (Journal open = Journal.open(journal)) {
                PayloadDecoder decoder = decoding.decoder(open);
                try (Fold fold = Fold.from(0, RulesProcessor.of(rules), open, () -> decoder, outputs::add)) {
                    while (fold.step()) {
                        // until there is no more
                    }
                }
                waiting = rules.waitingIn(open, decoder);
            }
            return outputs;
        }

        private void check(List<Output> outputs) {
            List<RuleSaying> sayings = outputs.stream().flatMap(RuleSaying::of).toList();
            test.expected().forEach(expected -> check(expected, sayings));
            for (RuleSaying saying : sayings) {
                if (saying.kind().equals("fired") && isUnexpected(saying)) {
                    problem(test.place(), "in '" + test.name() + "' nobody expects that " + saying, "");
                }
            }
        }

        /** Of a rule that is expected to fire each firing is expected. */
        private boolean isUnexpected(RuleSaying saying) {
            List<RuleCase.Expectation> ofRule = test.expected().stream()
                    .filter(expected -> expected.kind().equals("fired")
                            && expected.times() > 0
                            && expected.rule().equals(saying.rule()))
                    .toList();
            return !ofRule.isEmpty() && ofRule.stream().noneMatch(saying::isExpectedBy);
        }

        private void check(RuleCase.Expectation expected, List<RuleSaying> sayings) {
            if (!expected.rule().isEmpty()
                    && rules.rules().stream().noneMatch(rule -> rule.name().equals(expected.rule()))) {
                problem(expected.place(), "there is no rule '" + expected.rule() + "'", "");
                return;
            }
            List<RuleSaying> met = sayings.stream()
                    .filter(saying -> saying.isExpectedBy(expected))
                    .toList();
            if (met.size() == expected.times()) {
                return;
            }
            List<RuleSaying> of = sayings.stream()
                    .filter(saying -> expected.rule().isEmpty() || saying.rule().equals(expected.rule()))
                    .toList();
            String what = of.isEmpty() ? "nothing happened" : "this happened: " + String.join("; ", texts(of));
            String wanted = RuleSaying.text(expected);
            problem(expected.place(), "expected: " + wanted + "; " + what, "");
            problems.addAll(waiting.getOrDefault(expected.rule(), List.of()));
        }

        /** Those that came first, and how many there are besides. */
        private static List<String> texts(List<RuleSaying> sayings) {
            List<String> texts = new ArrayList<>(
                    sayings.stream().limit(MOST_SHOWN).map(RuleSaying::toString).toList());
            if (sayings.size() > MOST_SHOWN) {
                texts.add("and " + (sayings.size() - MOST_SHOWN) + " more");
            }
            return texts;
        }

        private void problem(Span place, String message, String hint) {
            problems.add(RuleParser.problem(file.name(), file.text(), place, message, hint));
        }
    }
}
