package io.ringtail.processors.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategyTest {
    @Test
    void takesTheSmallestFormAsItIs() {
        Strategy.Reading.Ok read = ok("{\"version\":\"v1.2\",\"weight\":15,\"rollbackOn5xxRate\":0.03}");

        Strategy strategy = read.strategy();
        assertThat(strategy.version()).isEqualTo("v1.2");
        assertThat(strategy.weight()).isEqualTo(15);
        assertThat(strategy.rollbackOn5xxRate()).isEqualTo(0.03);
        assertThat(strategy.interval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(strategy.minRequests()).isEqualTo(100);
        assertThat(strategy.isStable("v1.1")).isTrue();
        assertThat(strategy.isStable("v1.2")).isFalse();
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void readsEveryKey() {
        Strategy strategy = ok("""
                {"version": "v2", "stableVersion": "v1", "weight": 5, "steps": [5, 25, 100], "stepWindows": 3,
                 "interval": "30s", "lateness": 1.5, "minRequests": 50, "rollbackOn5xxRate": 0.02,
                 "rollbackOn5xxTimesStable": 4, "pauseOnP95Ms": 800, "pauseOnP95TimesStable": 2,
                 "rollbackOnCrashes": 0, "crashWindow": "5m", "failureLimit": 3, "inconclusiveLimit": 7,
                 "noData": "pause", "noDataAfter": "90s", "resumeAfter": "10m", "scope": "host", "epoch": 7,
                 "requests": {"event": "A-B/C/D", "status": "s", "durationMs": "d", "version": "v"},
                 "rollback": true, "paused": true, "weightBefore": 15, "reason": {"why": "…"},
                 "hold": {"by": "kim", "reason": "game night"}}
                """).strategy();

        assertThat(strategy.steps()).containsExactly(5.0, 25.0, 100.0);
        assertThat(strategy.nextStep()).contains(25.0);
        assertThat(strategy.lateness()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(strategy.noData()).isEqualTo(Strategy.NoData.PAUSE);
        assertThat(strategy.scope()).isEqualTo(Strategy.Scope.HOST);
        assertThat(strategy.requests()).hasValueSatisfying(table -> {
            assertThat(table.events()).containsExactly("A-B/C/D");
            assertThat(table.version()).containsExactly("v");
            assertThat(table.isJoined()).isFalse();
        });
        assertThat(strategy.hold()).contains(new Strategy.Hold("kim", "game night"));
        assertThat(strategy.trial()).isEqualTo(new Strategy.Trial("v2", 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"weight\":5} | version is missing; it is a text",
                "{\"version\":\"v\"} | weight is missing; it is 0 to 100",
                "{\"version\":\"v\",\"weight\":150} | weight is 150; it has to be 0 to 100",
                "{\"version\":\"v\",\"weight\":\"5\"} | weight is \"5\"; it has to be 0 to 100",
                "{\"version\":\"v\",\"weight\":5,\"rollbackOn5xxRate\":0} |"
                        + " rollbackOn5xxRate is 0; it has to be above 0, to 1",
                "{\"version\":\"v\",\"weight\":5,\"rollbackOn5xxRate\":3} |"
                        + " rollbackOn5xxRate is 3; it has to be above 0, to 1",
                "{\"version\":\"v\",\"weight\":5,\"interval\":\"2 min\"} |"
                        + " interval is \"2 min\"; it has to be 1s to 1h",
                "{\"version\":\"v\",\"weight\":5,\"minRequests\":1.5} |"
                        + " minRequests is 1.5; it has to be 1 to 1000000",
                "{\"version\":\"v\",\"weight\":5,\"steps\":[5,5]} |"
                        + " steps is [5.0,5.0]; it has to be rising weights, 0 to 100",
                "{\"version\":\"v\",\"weight\":5,\"scope\":\"all\"} | scope is \"all\"; it has to be host or fleet",
                "{\"version\":\"v\",\"weight\":5,\"paused\":\"no\"} | paused is \"no\"; it has to be true or false",
                "{\"version\":\"v\",\"weight\":5,\"requests\":3} | requests is 3;"
                        + " it has to be an object: event, status, version, …",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X\",\"status\":\"s\",\"version\":\"v\"}} |"
                        + " requests.event is \"X\"; it has to be Provider/EventName, as 'events' shows them, or"
                        + " Provider/EventID(n)",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"status\":5,\"version\":\"v\"}} |"
                        + " requests.status is 5.0; it has to be a field's name",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"version\":\"v\"}} |"
                        + " requests.status is missing; it is a field's name; without one, 'failure' is needed",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"status\":\"s\"}} |"
                        + " requests.version is missing; it is a field's name, or several",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"failure\":\"X/Z\",\"version\":\"v\"}} |"
                        + " requests.start is missing; it is Provider/EventName, as 'events' shows them, or"
                        + " Provider/EventID(n), to which 'failure' is joined",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"status\":\"s\",\"version\":\"v\","
                        + "\"versionFrom\":\"process\"}} | requests.versionFrom is \"process\"; it has to be value or name",
                "{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"status\":\"s\",\"version\":\"v\","
                        + "\"where\":{\"a\":{}}}} | requests.where.a is {}; it has to be a text, a number, true or false,"
                        + " or a list of them",
                "{\"version\":\"v\",\"weight\":NaN} | line 1, column 28: Non-standard token 'NaN'",
                "[1] | it is no JSON object: it has to begin with '{'",
                "{\"version\":\"v\",\"weight\":5} x | line 1, column 29: Unrecognized token 'x': was expecting"
                        + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "{\"version\":\"v\",\"version\":\"w\"} | line 1, column 25: Duplicate field 'version'",
                "{\"version\":\"v\",\"weight\":5 | line 1, column 26: Unexpected end-of-input: expected close marker"
                        + " for Object",
            })
    void namesTheKeyTheValueAndTheRangeOfWhatIsWrong(String json, String message) {
        assertThat(Strategy.read("checkout", json))
                .isInstanceOfSatisfying(
                        Strategy.Reading.Bad.class,
                        bad -> assertThat(bad.message()).isEqualTo("strategy of 'checkout': " + message));
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        Strategy.Reading read = Strategy.read("checkout", "{\"version\":\"v\",\"weight\":-1,\"epoch\":-2}");

        assertThat(read)
                .isInstanceOfSatisfying(
                        Strategy.Reading.Bad.class,
                        bad -> assertThat(bad.message())
                                .isEqualTo("strategy of 'checkout': weight is -1; it has to be 0 to 100;"
                                        + " strategy of 'checkout': epoch is -2; it has to be 0 to 1000000000"));
    }

    @Test
    void notesAKeyThatIsProbablyMistyped() {
        Strategy.Reading.Ok read = ok("{\"version\":\"v\",\"weight\":5,\"rollbackOn5xRate\":0.1,\"owner\":\"web\"}");

        assertThat(read.notes())
                .containsExactly("strategy of 'checkout': unknown key 'rollbackOn5xRate' has no effect; did you mean"
                        + " 'rollbackOn5xxRate'?");
    }

    @Test
    void notesAMistypedPartOfRequests() {
        Strategy.Reading.Ok read =
                ok("{\"version\":\"v\",\"weight\":5,\"requests\":{\"event\":\"X/Y\",\"status\":\"s\","
                        + "\"version\":\"v\",\"durationMS\":\"d\"}}");

        assertThat(read.notes())
                .containsExactly("strategy of 'checkout': unknown key 'requests.durationMS' has no effect; did you mean"
                        + " 'durationMs'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // name | version | stable | what it tells: the version; "other": some other; "none": nothing
                "checkout-v1.2 | v1.2 | | v1.2",
                "CHECKOUT_V1.2 | v1.2 | | v1.2",
                "W3SVC3 v1-2.checkout.contoso.com - | v1.2 | | v1.2",
                "D:\\apps\\checkout\\1.2\\checkout.exe | v1.2 | | v1.2",
                "w3wp.exe -ap \"checkout-1.2\" | 1.2 | | 1.2",
                "http://checkout-v1.2:8080 | v1.2 | | v1.2",
                "checkout-v1.2.1 | v1.2 | | other",
                "checkout-v1-2-1 | v1.2 | | other",
                "checkout-v11.2 | v1.2 | | other",
                "checkout-v0.1.2 | v1.2 | | other",
                "checkout | v1.2 | | other",
                "checkout | v1.2 | v1.1 | none",
                "checkout-v1.1 | v1.2 | v1.1 | v1.1",
                "checkout-v1.2-rc1 | v1.2 | v1.2-rc1 | v1.2-rc1",
                "checkout-green | green | blue | green",
                "cart-v1.2 | v1.2 | | none",
                "checkouts-v1.2 | v1.2 | | none",
                "DefaultAppPool | v1.2 | | none",
            })
    void findsAVersionInANameThatPeopleGave(String name, String version, @Nullable String stable, String told) {
        String more = stable == null ? "" : ",\"stableVersion\":\"" + stable + "\"";
        Strategy strategy =
                ok("{\"version\":\"" + version + "\",\"weight\":5" + more + "}").strategy();

        Optional<String> found = RequestTable.HTTP_SYS.versionOf(name, strategy);

        assertThat(found.map(text -> text.isEmpty() ? "other" : text).orElse("none"))
                .isEqualTo(told);
    }

    @Test
    void keepsUnknownMembersAndBlanksWhenItWritesBack() {
        String json = """
                {
                  "owner" : "web \\"core\\"",
                  "version": "v1", "weight": 1.50,
                  "x": {"n": 12345678901234567890, "a": [1, {}]}
                }
                """;

        String changed = ok(json).text().with(sorted("weight", "0", "rollback", "true"));

        assertThat(changed).isEqualTo("""
                {
                  "owner" : "web \\"core\\"",
                  "version": "v1", "weight": 0,
                  "x": {"n": 12345678901234567890, "a": [1, {}]},
                  "rollback": true
                }
                """);
        assertThat(ok(changed).strategy().rollback()).isTrue();
    }

    @Test
    void writesBackInOneLineWhatStoodInOneLine() {
        String changed = ok("{\"version\":\"v\",\"weight\":15}")
                .text()
                .with(sorted("weight", "0", "weightBefore", "15", "paused", "true"));

        assertThat(changed).isEqualTo("{\"version\":\"v\",\"weight\":0,\"paused\":true,\"weightBefore\":15}");
    }

    @Test
    void theDocumentedTableIsTheOneThatCounts() throws IOException {
        String docs = Files.readString(Path.of(System.getProperty("ringtail.root"), "docs", "canary.md"));

        for (StrategyKey key : StrategyKey.values()) {
            assertThat(docs)
                    .contains("| `" + key.key() + "` | " + key.range() + " | " + key.fallback() + " | " + key.meaning()
                            + " |");
        }
    }

    @Test
    void everyStrategyOfTheDocumentationIsOne() throws IOException {
        String docs = Files.readString(Path.of(System.getProperty("ringtail.root"), "docs", "canary.md"));
        List<String> strategies = Pattern.compile("(?ms)^```json\\n(.*?)^```$|[`'](\\{\"version\"[^`']*})[`']")
                .matcher(docs)
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();

        assertThat(strategies)
                .hasSizeGreaterThan(5)
                .allSatisfy(json -> assertThat(ok(json).notes()).isEmpty());
    }

    private static Strategy.Reading.Ok ok(String json) {
        Strategy.Reading read = Strategy.read("checkout", json);
        assertThat(read).isInstanceOf(Strategy.Reading.Ok.class);
        return (Strategy.Reading.Ok) read;
    }

    private static Map<String, String> sorted(String... pairs) {
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
