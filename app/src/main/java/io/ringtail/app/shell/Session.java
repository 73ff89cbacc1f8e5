package io.ringtail.app.shell;

import io.ringtail.app.explain.ExplainCommand;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.query.Limits;
import io.ringtail.app.query.OpenInput;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.dsl.BoundQuery;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.QueryOptions;
import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.engine.Stop;
import io.ringtail.dsl.result.Column;
import io.ringtail.dsl.result.Format;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Statements one after the other on one input: queries, and commands that start with a dot. A journal that has grown is
 * opened again before each. <b>Threads:</b> one; any may {@link #stop} what runs. <b>Ownership:</b> of the input.
 */
final class Session implements AutoCloseable {
    static final List<String> COMMANDS =
            List.of(".help", ".tables", ".columns", ".explain", ".format", ".tz", ".quit", ".exit");

    /** Of the heap, for columns that queries keep for those to come; a quarter may be taken by each query itself. */
    private static final int KEPT_PART = 8;

    private static final String HELP = """
            A query on one line runs with Enter. One of several lines (Alt-Enter starts another, so does a line that
            is not done) ends with ';' or an empty line. Ctrl-C stops a query, Ctrl-D ends the shell.

              .help NAME       what an operator, function or table does, with an example
              .help operators  all of them; so .help functions, .help aggregates and .help tables
              .tables          the tables that can be asked
              .columns TABLE   the columns of a table, and its payload fields
              .explain QUERY   what each operator of a query does
              .format FORMAT   table, json, jsonl or csv
              .tz ZONE         the zone in which tables print times
              .quit            ends the shell
            """;

    private final Selection selection;
    private final Limits limits;
    private final Map<String, String> parameters;
    private final boolean lint;
    private final Reference reference = Reference.packaged();
    private final Vocabulary vocabulary = new Vocabulary();
    private final KeptColumns kept = KeptColumns.upTo(Runtime.getRuntime().maxMemory() / KEPT_PART);
    private Presentation presentation;
    private Input input;
    private long version;
    private boolean typesKnown;
    private volatile Optional<Stop> running = Optional.empty();

    private Session(
            Selection selection,
            Presentation presentation,
            Limits limits,
            Map<String, String> parameters,
            boolean lint,
            Input input)
            throws IOException {
        this.selection = selection;
        this.presentation = presentation;
        this.limits = limits;
        this.parameters = parameters;
        this.lint = lint;
        this.input = input;
        version = input.version();
    }

    static Session open(
            Selection selection, Presentation presentation, Limits limits, Map<String, String> parameters, boolean lint)
            throws IOException {
        return new Session(selection, presentation, limits, parameters, lint, selection.open());
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    Reference reference() {
        return reference;
    }

    /** Ends the query that runs, not the shell. */
    void stop() {
        running.ifPresent(Stop::ask);
    }

    boolean isRunning() {
        return running.isPresent();
    }

    /** Tells what could not be read, at the end. */
    void warn(Console console) {
        input.warn(console);
    }

    /** Runs a statement; false if it ends the session. */
    boolean run(String statement, Console console) throws IOException {
        String text = statement.strip();
        if (text.isEmpty()) {
            return true;
        }
        try {
            refresh();
            if (!text.startsWith(".")) {
                query(text, console);
                return true;
            }
            int blank = text.indexOf(' ');
            return command(
                    blank < 0 ? text : text.substring(0, blank),
                    blank < 0 ? "" : text.substring(blank).strip(),
                    console);
        } catch (Refusal refusal) {
            console.note(String.valueOf(refusal.getMessage()));
        } catch (IOException e) {
            console.note("ringtail: " + e.getMessage());
        }
        return true;
    }

    /** What was written since the last statement is there from now on. */
    private void refresh() throws IOException {
        if (input.version() != version) {
            Input newer = selection.open();
            input.close();
            input = newer;
            version = newer.version();
            typesKnown = false;
        }
    }

    private void query(String text, Console console) throws IOException {
        QueryCommand command = new QueryCommand(text, selection, presentation, shellLimits(), parameters, lint);
        stoppable(console, stop -> command.runOn(new OpenInput(input, kept), stop, console, vocabulary::learning));
    }

    /** Nobody reads more rows than that; {@code --max-rows} sets another number. */
    private Limits shellLimits() {
        return limits.maxRows().isPresent()
                ? limits
                : new Limits(OptionalLong.of(1000), limits.maxMemoryBytes(), limits.timeout());
    }

    private interface Work {
        void run(Stop stop) throws IOException;
    }

    private void stoppable(Console console, Work work) throws IOException {
        Stop stop = limits.start(console.nanoTime());
        running = Optional.of(stop);
        try {
            work.run(stop);
        } finally {
            running = Optional.empty();
        }
    }

    private boolean command(String name, String rest, Console console) throws IOException {
        switch (name) {
            case ".exit", ".quit" -> {
                return false;
            }
            case ".help" -> help(rest, console);
            case ".tables" -> {
                reference.names(Reference.TABLES).forEach(console.out()::println);
                tables().forEach(table -> console.out().println(Console.printable(table)));
            }
            case ".columns" -> columns(rest.isEmpty() ? "events" : rest, console);
            case ".explain" -> explain(rest, console);
            case ".format" -> format(rest);
            case ".tz" -> zone(rest);
            default ->
                throw Refusal.usage("no command '" + name + "'"
                        + io.ringtail.dsl.value.Nearest.of(name, COMMANDS)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse("; .help lists the commands"));
        }
        console.out().flush();
        return true;
    }

    private void help(String name, Console console) {
        List<String> sections =
                List.of(Reference.TABLES, Reference.OPERATORS, Reference.FUNCTIONS, Reference.AGGREGATES);
        Optional<String> section = sections.stream()
                .filter(one -> one.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (name.isEmpty()) {
            console.out().print(HELP);
        } else if (section.isPresent()) {
            console.out().println(String.join(", ", new TreeSet<>(reference.names(section.get()))));
        } else {
            console.out()
                    .print(reference
                            .help(name)
                            .orElseThrow(() -> Refusal.usage("nothing is called '" + name + "'"
                                    + reference
                                            .nearest(name)
                                            .map(near -> "; did you mean '" + near + "'?")
                                            .orElse("; .help operators and .help functions list all"))));
        }
    }

    private void columns(String table, Console console) throws IOException {
        query(table + " | getschema | project ColumnName, ColumnType", console);
        if (columns(table).contains("Payload")) {
            Set<String> fields = vocabulary.fields(bare(table));
            if (!fields.isEmpty()) {
                console.out().println("payload fields: " + Console.printable(String.join(", ", fields)));
            }
        }
    }

    private void explain(String text, Console console) throws IOException {
        if (text.isEmpty()) {
            throw Refusal.usage(".explain needs a query: .explain events | count");
        }
        ExplainCommand command =
                new ExplainCommand(text, selection, presentation.format(), limits, false, parameters, lint);
        stoppable(console, stop -> command.runOn(new OpenInput(input, kept), stop, console));
    }

    private void format(String name) {
        Format format = Format.labelled(name)
                .orElseThrow(() -> Refusal.usage("no format '" + name + "'; there are table, json, jsonl and csv"));
        presentation = new Presentation(format, presentation.zone());
    }

    private void zone(String name) {
        try {
            ZoneId zone = name.equalsIgnoreCase("UTC") ? java.time.ZoneOffset.UTC : ZoneId.of(name);
            presentation = new Presentation(presentation.format(), zone);
        } catch (DateTimeException e) {
            throw Refusal.usage("'" + name + "' is no time zone; one is Europe/Berlin, UTC or +02:00");
        }
    }

    /** The tables of the recording's providers and events, as they are written. */
    List<String> tables() {
        learnTypes();
        return vocabulary.tables().stream()
                .map(name -> "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']")
                .toList();
    }

    /** The columns behind a query, and the payload fields that can be named there. */
    List<String> columns(String rows) {
        if (rows.isBlank() || !(Query.parse(rows) instanceof Query.Parse.Ok parsed)) {
            return List.of();
        }
        learnTypes();
        List<String> names = new ArrayList<>();
        try {
            if (parsed.query().bind(input.recording(), input.decoder(), options())
                    instanceof Query.Binding.Ok(BoundQuery bound)) {
                bound.columns().stream().map(Column::name).forEach(names::add);
            }
        } catch (IOException | QueryLimitException | Refusal e) {
            return List.of(); // completion says nothing; the query will
        }
        if (names.contains("Payload")) {
            int bar = rows.indexOf('|');
            vocabulary.fields(bare(bar < 0 ? rows : rows.substring(0, bar))).stream()
                    .filter(field -> !names.contains(field))
                    .forEach(names::add);
        }
        return names;
    }

    private QueryOptions options() {
        QueryOptions options = limits.apply(QueryOptions.DEFAULT).withParameters(parameters);
        return input.now().isPresent() ? options.withNow(input.now().getAsLong()) : options;
    }

    private static String bare(String table) {
        String name = table.strip();
        return name.startsWith("['") && name.endsWith("']") ? name.substring(2, name.length() - 2) : name;
    }

    Set<String> values(String column) {
        learnTypes();
        return vocabulary.values(column);
    }

    private void learnTypes() {
        if (typesKnown || selection.isEmpty()) {
            return;
        }
        typesKnown = true;
        vocabulary.forgetTypes();
        try {
            if (Query.parse("types | project Provider, EventName, Fields") instanceof Query.Parse.Ok(Query query)
                    && query.bind(input.recording(), input.decoder(), options())
                            instanceof Query.Binding.Ok(BoundQuery bound)) {
                bound.run().rows().forEach(vocabulary::learnType);
                input.decoder().ownLayouts().forEach(vocabulary::learnLayout);
            }
        } catch (IOException | QueryLimitException e) {
            vocabulary.forgetTypes(); // completion says nothing; the query will
        }
    }
}
