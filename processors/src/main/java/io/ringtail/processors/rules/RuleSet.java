package io.ringtail.processors.rules;

import com.google.protobuf.ByteString;
import io.ringtail.dsl.Query;
import io.ringtail.dsl.follow.Fed;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.processors.proto.RulesLoaded;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** The rules of some files, together: what is loaded, and what an event says was loaded. Immutable. */
public final class RuleSet {
    public static final String SUFFIX = ".rules";
    /** What an own event can hold, with some room. */
    private static final int MAX_BYTES = 60_000;

    private static final Fed.Rows NOBODY = new Fed.Rows() {
        @Override
        public void window(long startTicks, boolean partial) {}

        @Override
        public void row(@Nullable Object[] values, long sequence, long timeTicks) {}
    };

    private final List<RuleFile> files;
    private final List<RuleProblem> problems = new ArrayList<>();

    private RuleSet(List<RuleFile> files) {
        this.files = List.copyOf(files);
        files.forEach(file -> problems.addAll(file.problems()));
        checkNames();
        rules().forEach(this::checkText);
    }

    /** @param texts by the name of the file, in the order in which problems are told */
    public static RuleSet of(Map<String, String> texts) {
        List<RuleFile> files = new ArrayList<>();
        texts.forEach((name, text) -> files.add(RuleParser.parse(name, text)));
        return new RuleSet(files);
    }

    /**
     * Reads files, and the {@code *.rules} files of folders, by name.
     *
     * @throws IOException if one cannot be read; the message says which
     */
    public static RuleSet read(List<Path> paths) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                texts.put(file.toString(), text(file));
            }
        }
        return of(texts);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8; save it as UTF-8", e);
        }
    }

    /** Of an event that says what was loaded. */
    static RuleSet of(RulesLoaded loaded) throws IOException {
        InflaterInputStream bytes = new InflaterInputStream(
                new ByteArrayInputStream(loaded.getFiles().toByteArray()));
        Map<String, String> texts = new LinkedHashMap<>();
        RulesLoaded.Files.parseFrom(bytes).getFilesList().forEach(file -> texts.put(file.getName(), file.getText()));
        return of(texts);
    }

    /**
     * What is journaled when they are loaded.
     *
     * @throws IOException if that is more than an event holds
     */
    public RulesLoaded event() throws IOException {
        RulesLoaded.Files.Builder all = RulesLoaded.Files.newBuilder();
        files.forEach(file ->
                all.addFiles(RulesLoaded.File.newBuilder().setName(file.name()).setText(file.text())));
        byte[] bytes = all.build().toByteArray();
        byte[] deflated = deflated(bytes);
        if (deflated.length > MAX_BYTES) {
            throw new IOException("the rule files have " + deflated.length + " bytes when compressed, and "
                    + MAX_BYTES + " are the most that are loaded together; leave out tests and comments, or record"
                    + " with fewer rules");
        }
        return RulesLoaded.newBuilder()
                .setFiles(ByteString.copyFrom(deflated))
                .setSha256(sha256(bytes))
                .setRules(rules().size())
                .build();
    }

    /** What is wrong with them; none can be used while there is anything. */
    public List<RuleProblem> problems() {
        return List.copyOf(problems);
    }

    /** How many rules there are. */
    public int size() {
        return rules().size();
    }

    /** Problems as a person reads them, with the lines that they are about. */
    public List<String> rendered(List<RuleProblem> these) {
        Map<String, String> texts = new HashMap<>();
        files.forEach(file -> texts.put(file.name(), file.text()));
        return these.stream()
                .map(problem -> problem.render(texts.getOrDefault(problem.file(), "")))
                .toList();
    }

    /** What of them cannot work in a recording: names that it does not know, and queries that cannot be followed. */
    public List<RuleProblem> problemsIn(Recording recording, PayloadDecoder decoder) {
        return waitingIn(recording, decoder).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    /** Which rules wait at the end of a recording, by name, and for what. */
    Map<String, List<RuleProblem>> waitingIn(Recording recording, PayloadDecoder decoder) {
        Map<String, List<RuleProblem>> found = new LinkedHashMap<>();
        for (Rule rule : rules()) {
            if (RuleBinder.bind(rule, recording, decoder, NOBODY) instanceof RuleBinder.Outcome.Bad bad) {
                found.put(rule.name(), bad.problems());
            }
        }
        return found;
    }

    /** What there is to say of each, in the order in which they stand. */
    public List<RuleSummary> summaries() {
        return rules().stream().map(RuleSummary::of).toList();
    }

    /** Which actions on strategies rules take that are armed, by rule. */
    public Map<String, List<String>> strategyActions() {
        Map<String, List<String>> actions = new LinkedHashMap<>();
        for (Rule rule : rules()) {
            List<String> ofRule = rule.actions().stream()
                    .filter(action -> action.what() instanceof Action.OfService)
                    .map(Action::name)
                    .distinct()
                    .toList();
            if (rule.armed() && !ofRule.isEmpty()) {
                actions.put(rule.name(), ofRule);
            }
        }
        return actions;
    }

    /** The names of the files, and how many tests each has. */
    public Map<String, Integer> tests() {
        Map<String, Integer> tests = new LinkedHashMap<>();
        files.forEach(file -> tests.put(file.name(), file.cases().size()));
        return tests;
    }

    List<RuleFile> files() {
        return files;
    }

    List<Rule> rules() {
        return files.stream().flatMap(file -> file.rules().stream()).toList();
    }

    private void checkNames() {
        Map<String, Rule> byName = new HashMap<>();
        for (Rule rule : rules()) {
            Rule other = byName.putIfAbsent(rule.name(), rule);
            if (other != null && !other.file().equals(rule.file())) {
                problems.add(RuleParser.problem(
                        rule.file(),
                        rule.source(),
                        rule.query(),
                        "the rule '" + rule.name() + "' is in " + other.file() + " too",
                        "give one another name"));
            }
        }
    }

    private void checkText(Rule rule) {
        if (Query.parse(rule.queryText()) instanceof Query.Parse.Bad(List<Problem> bad)) {
            bad.forEach(problem -> problems.add(rule.problem(problem)));
        } else if (Query.parse(rule.text()) instanceof Query.Parse.Bad(List<Problem> bad)) {
            bad.forEach(problem -> problems.add(rule.problem(problem)));
        }
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("there is no " + path + "; name a file or a folder with *.rules files");
        }
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> inside = Files.list(path)) {
            return inside.filter(file -> String.valueOf(file.getFileName()).endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        return deflated.toByteArray();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
