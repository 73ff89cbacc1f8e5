package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleParserTest {
    private static final String FULL = """
            // Too many requests fail.
            rule checkout_errors
              on ['Contoso-OrderService']
                 | where EventName == 'RequestStop'
                 | summarize err = countif(Status >= 500), n = count() by Image, bin(Timestamp, 30s)
              when n >= 200 and err * 1.0 / n > 0.05
              for 3 of 4 windows   nodata inconclusive after 2m   cooldown 15m
              max 5 per 1h   unless lost > 0
              mode armed   severity critical
              labels team = "checkout", tier = "1"
              message "{err} of {n} requests of {key} failed"
              then rollback deployment("orders"), minidump(Image) max 1 per 10m, alert,
                   export session (before 60s, after 30s), check 'disk usage > 90%'

            rule lost on control | where EventName == 'EventsLost' then alert
            """;

    @Test
    void readsAllThatARuleCanSay() {
        RuleFile file = RuleParser.parse("checkout.rules", FULL);

        assertThat(file.problems()).isEmpty();
        assertThat(file.rules()).hasSize(2);
        Rule rule = file.rules().get(0);
        assertThat(rule.conditionText()).isEqualTo("n >= 200 and err * 1.0 / n > 0.05");
        assertThat(rule.held()).isEqualTo(3);
        assertThat(rule.of()).isEqualTo(4);
        assertThat(rule.armed()).isTrue();
        assertThat(rule.labels()).containsExactlyInAnyOrderEntriesOf(Map.of("team", "checkout", "tier", "1"));
        assertThat(rule.actions().stream().map(Action::name))
                .containsExactly("rollback", "dump", "alert", "export", "check");
        assertThat(rule.unlessLost()).contains(0L);
        assertThat(file.rules().get(1).conditionText()).isEqualTo("true");
    }

    @Test
    void actsOnlyWhenItIsAskedTo() {
        assertThat(RuleParser.parse("a.rules", "rule a on events then alert")
                        .rules()
                        .get(0)
                        .armed())
                .isFalse();
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("rul a", "a.rules:1:1: expected 'rule' or 'test', found 'rul'"),
                Arguments.of("rule", "a.rules:1:5: expected the rule's name, found the end of the file"),
                Arguments.of("rule a events", "a.rules:1:8: expected 'on', found 'events'"),
                Arguments.of(
                        "rule a on events when Level < 3",
                        "a.rules:1:6: the rule 'a' does nothing when it fires; say what: then alert"),
                Arguments.of(
                        "rule a on events\n  when Level < 3\n  cooldwn 5m\n  then alert",
                        "a.rules:3:3: a rule has no clause 'cooldwn'; did you mean 'cooldown'?"),
                Arguments.of(
                        "rule a on events when Level < 3 mode armd then alert",
                        "a.rules:1:38: expected a mode: shadow, armed, found 'armd'"),
                Arguments.of(
                        "rule a on events when Level < 3 cooldown 5 then alert",
                        "a.rules:1:42: expected a time, such as 15m, found '5'"),
                Arguments.of(
                        "rule a on events when Level < 3 for 5 of 4 windows then alert",
                        "a.rules:1:37: 5 of 4 windows cannot hold; the first number is at most the second, and that"
                                + " at most 1000"),
                Arguments.of(
                        "rule a on events when Level < 3 mode shadow mode armed then alert",
                        "a.rules:1:45: the clause 'mode' is there twice"),
                Arguments.of(
                        "rule a on events when Level < 3 then alrt",
                        "a.rules:1:38: no action 'alrt'; did you mean 'alert'?"),
                Arguments.of(
                        "rule a on events when Level < 3 then run plugin 'x'",
                        "a.rules:1:38: the plugin 'x' cannot be run: this release has no plugins; use another action:"
                                + " alert, rollback, pause, resume, dump, check, export"),
                Arguments.of(
                        "rule a on events when Level < 3 then check 'disk usge > 90%'", "a.rules:1:44: no check: "),
                Arguments.of(
                        "rule a on events when Timestamp > ago(5m) then alert",
                        "a.rules:1:35: a rule has no 'ago': it would say something else in a replay; compare fields of"
                                + " the events, or count in windows: summarize … by bin(Timestamp, 1m)"),
                Arguments.of(
                        "rule a on events | join (control) on Cpu then alert",
                        "a.rules:1:20: a rule has no 'join': it depends on rows that came before; where, extend,"
                                + " project, parse and one 'summarize … by bin(Timestamp, 1m)' do not"),
                Arguments.of(
                        "rule a on events | where ProcessName == \"a\" then alert",
                        "a.rules:1:26: a rule has no 'ProcessName': other events say it, perhaps later; ask ProcessId or"
                                + " a field of the event itself"),
                Arguments.of(
                        "rule a on events then alert\nrule a on events then alert",
                        "a.rules:2:6: there are two rules 'a'; give one another name"),
                Arguments.of(
                        "rule a on events | wher Level < 3\n when true\n then alert",
                        "a.rules:1:20: no operator 'wher'; did you mean 'where'?"),
                Arguments.of(
                        "rule a on events | where (Level < 3\n when true\n then alert",
                        "a.rules:1:26: this '(' is not closed; close it before the next clause"),
                Arguments.of(
                        "rule a on events when Provider == 'x then alert\nrule b on events then alert",
                        "a.rules:1:35: the string that starts here has no end, or an escape that is none"),
                Arguments.of("rule a on events when then alert", "a.rules:1:23: expected a condition, found 'then'"),
                Arguments.of(
                        "rule a on events then alert when Level < 3",
                        "a.rules:1:29: 'when' stands once, right behind the query; join conditions with 'and' and 'or'"),
                Arguments.of(
                        "rule a on events cooldown 0s then alert",
                        "a.rules:1:27: the time is too short; it is above 0, to 3650d"),
                Arguments.of(
                        "rule a on events cooldown 100000d then alert",
                        "a.rules:1:27: the time is too long; it is above 0, to 3650d"),
                Arguments.of(
                        "rule a on events max 0 per 1h then alert", "a.rules:1:22: 0 is too few; it is 1 to 1000000"),
                Arguments.of(
                        "rule a on events labels t = 'x', t = 'y' then alert",
                        "a.rules:1:34: there are two labels 't'; give one another name"),
                Arguments.of(
                        "rule a on events then rollback checkout",
                        "a.rules:1:40: expected a service: its name in quotes, or in brackets the column that has it,"
                                + " found the end of the file"),
                Arguments.of("rule a\n  on events\n  when Level <\n  then alert", "a.rules:3:"),
                Arguments.of(
                        "test 'x' given 'a.etl' expect fird a",
                        "a.rules:1:31: expected what comes out: fired, suppressed, inconclusive, resolved, found 'fird'"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysWhatIsWrongAndWhere(String text, String message) {
        List<RuleProblem> problems = RuleSet.of(Map.of("a.rules", text)).problems();

        assertThat(problems).isNotEmpty();
        if (message.endsWith(": ") || message.endsWith(":")) {
            assertThat(problems.get(0).toString()).startsWith(message);
        } else {
            assertThat(problems.get(0)).hasToString(message);
        }
    }

    @Test
    void aFileThatIsNoTextIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.rules"), new byte[] {'r', (byte) 0xFC, 'n'});

        assertThatThrownBy(() -> RuleSet.read(List.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessage(file + " is no text in UTF-8; save it as UTF-8");
    }

    @Test
    void theColumnThatTheConditionIsPutIntoIsNotShown() {
        Rule rule = RuleParser.parse("a.rules", "rule a on events when true then alert")
                .rules()
                .get(0);

        RuleProblem problem = rule.problem(
                new Problem(1, 1, 6, "no column 'x'; the columns are a, fires_, n", "there are fires_, n"));

        assertThat(problem).hasToString("a.rules:1:11: no column 'x'; the columns are a, n; there are n");
    }

    @Test
    void oneBadRuleDoesNotHideTheNext() {
        RuleFile file = RuleParser.parse("a.rules", "rule a on events then alrt\n\nrule b on events then alert\n");

        assertThat(file.problems()).hasSize(1);
        assertThat(file.rules()).singleElement().extracting(Rule::name).isEqualTo("b");
    }

    @Test
    void anOpenBracketDoesNotHideTheNextRule() {
        RuleFile file = RuleParser.parse(
                "a.rules", "rule a on events | where (Level < 3 then alert\n\nrule b on events then alert\n");

        assertThat(file.problems()).hasSize(1);
        assertThat(file.rules()).singleElement().extracting(Rule::name).isEqualTo("b");
    }

    @Test
    void neverThrowsWhateverIsCutOrTurned() {
        long seed = System.nanoTime();
        System.out.println("RuleParserTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder(FULL);
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                text.replace(
                        at, Math.min(text.length(), at + random.nextInt(8)), "({\"'|,".substring(random.nextInt(6)));
            }
            RuleSet.of(Map.of("a.rules", text.toString()));
        }
    }
}
