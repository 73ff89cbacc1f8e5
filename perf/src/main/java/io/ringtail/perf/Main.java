package io.ringtail.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code ringtail perf etl|bus|journal|publish|query|rules|peer|forecast|canary|all [--events N] [--format table|json]}. */
public final class Main {
    private static final long DEFAULT_EVENTS = 2_000_000;
    private static final List<String> SUBJECTS =
            List.of("etl", "bus", "journal", "publish", "query", "rules", "peer", "forecast", "canary", "all");

    /** What the command line says. */
    private record Arguments(String subject, long events, boolean json) {
        static Arguments parse(String[] words) {
            String subject = "";
            long events = DEFAULT_EVENTS;
            boolean json = false;
            for (int i = 0; i < words.length; i++) {
                String word = words[i];
                String value = i + 1 < words.length ? words[i + 1] : "";
                if (word.equals("--events") && value.matches("[1-9][0-9]{3,9}")) {
                    events = Long.parseLong(value);
                    i++;
                } else if (word.equals("--format") && (value.equals("json") || value.equals("table"))) {
                    json = value.equals("json");
                    i++;
                } else if (subject.isEmpty() && SUBJECTS.contains(word)) {
                    subject = word;
                } else {
                    throw new IllegalArgumentException("'" + word + "' is not understood here");
                }
            }
            if (subject.isEmpty()) {
                throw new IllegalArgumentException("what to measure is missing: one of " + String.join(", ", SUBJECTS));
            }
            return new Arguments(subject, events, json);
        }

        boolean measures(String what) {
            return subject.equals(what) || subject.equals("all");
        }
    }

    private Main() {}

    public static void main(String[] words) throws IOException {
        if (words.length > 0 && (words[words.length - 1].equals("--help") || words[words.length - 1].equals("-h"))) {
            printHelp();
            return;
        }
        try {
            run(Arguments.parse(words));
        } catch (IllegalArgumentException e) {
            System.err.println("ringtail perf: " + e.getMessage() + "; see 'ringtail perf --help'");
            System.exit(2);
        }
    }

    private static void run(Arguments arguments) throws IOException {
        Path folder = Files.createTempDirectory("ringtail-perf");
        try {
            if (arguments.subject().equals("forecast")) {
                print(new ForecastMeasures().run(), arguments.json());
                return;
            }
            if (arguments.subject().equals("canary")) {
                print(new CanaryMeasures(folder).run(), arguments.json());
                return;
            }
            System.err.println("writing a trace of " + arguments.events() + " events ...");
            Traces traces = Traces.writeInto(folder, arguments.events());
            List<Measure> measures = new ArrayList<>();
            if (arguments.measures("etl")) {
                System.err.println("measuring etl ...");
                measures.addAll(new EtlMeasures(traces).run());
            }
            if (arguments.measures("bus")) {
                System.err.println("measuring bus ...");
                measures.addAll(new BusMeasures(folder).run());
            }
            if (arguments.measures("journal")) {
                System.err.println("measuring journal ...");
                measures.addAll(new JournalMeasures(traces, arguments.events()).run());
            }
            if (arguments.measures("publish")) {
                System.err.println("measuring publish ...");
                measures.addAll(new PublishMeasures(traces).run());
            }
            if (arguments.measures("query")) {
                System.err.println("measuring query ...");
                measures.addAll(new QueryMeasures(traces).run());
            }
            if (arguments.measures("rules")) {
                System.err.println("measuring rules ...");
                measures.addAll(new RuleMeasures(traces).run());
            }
            if (arguments.measures("peer")) {
                System.err.println("filling DuckDB with the same events ...");
                measures.addAll(new PeerMeasures(traces).run());
            }
            if (arguments.measures("forecast")) {
                measures.addAll(new ForecastMeasures().run());
            }
            if (arguments.measures("canary")) {
                measures.addAll(new CanaryMeasures(folder).run());
            }
            print(measures, arguments.json());
        } finally {
            Folders.delete(folder);
        }
    }

    private static void print(List<Measure> measures, boolean json) {
        if (json) {
            System.out.println(measures.stream().map(Measure::json).collect(Collectors.joining(",\n ", "[", "]")));
        } else {
            measures.forEach(measure -> System.out.println(measure.line()));
        }
    }

    private static void printHelp() {
        System.out.println("""
                Usage: ringtail perf etl|bus|journal|publish|query|rules|peer|forecast|canary|all [--events N] [--format table|json]
                Measures this machine on a simulated trace, each value against a baseline in the same run; medians of 5.

                Examples:
                  ringtail perf etl                     header scan of a trace against a plain read of the file
                  ringtail perf bus                     processor time of a bus that is idle
                  ringtail perf journal                 ring to journal and back, latency, growth, recording
                  ringtail perf publish                 events published in batches against one at a time
                  ringtail perf query --format json     rows a second over a journal
                  ringtail perf peer --events 10000000  the same questions to DuckDB, on one thread and two
                  ringtail perf forecast                precision and recall of forecasts on series with known anomalies
                  ringtail perf canary                  from the tick that closes a window to the written decision""");
    }
}
