package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.syntax.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of queries that run: the place, what it is, and how to write it. */
class AdviceTest {
    private static final String[][] TABLE = {
        {
            "events | where tostring(ProcessId) == '4'",
            "query:1:16: a number is made a text of to be compared; write 'ProcessId == 4'"
        },
        {
            "events | where tostring(Level) != '-1'",
            "query:1:16: a number is made a text of to be compared; write 'Level != -1'"
        },
        {
            "events | where tolower(Provider) == 'x'",
            "query:1:16: a text is converted to be compared whatever its letter case; write 'Provider =~ 'x''"
        },
        {
            "events | where toupper(Provider) != \"X\"",
            "query:1:16: a text is converted to be compared whatever its letter case; write 'Provider !~ \"X\"'"
        },
        {
            "events | where Level == 1 or Level == 2 or Level == 3 or Level == 4",
            "query:1:16: 'Level' is compared with several values one by one; write 'Level in (1, 2, 3, 4)'"
        },
        {
            "events | where EventName has 'a' or EventName has 'b' or EventName has 'c'",
            "query:1:16: 'EventName' is compared with several values one by one;"
                    + " write 'EventName has_any ('a', 'b', 'c')'"
        },
        {
            "events | where EventName =~ 'a' or EventName =~ 'b' or EventName =~ 'c'",
            "query:1:16: 'EventName' is compared with several values one by one; write 'EventName in~ ('a', 'b', 'c')'"
        },
        {
            "events | where EventName matches regex 'Start'",
            "query:1:26: this regular expression is a plain text; write 'contains_cs', or 'has_cs' if it is a whole word"
        },
        {
            "events | where EventName contains 'Start'",
            "query:1:26: 'contains' looks for parts of words too; write 'has' if \"Start\" is a whole word"
        },
        {
            "search '*'",
            "query:1:8: this search keeps every row; name what is looked for, as in 'search \"disk\"', or ask 'events'"
        },
        {
            "events | join (events) on Sequence",
            "query:1:10: 'join' without a kind keeps of the left rows that are equal by the keys one alone;"
                    + " write 'join kind=inner' for all pairs, or 'join kind=innerunique' if that is meant"
        },
    };

    @Test
    void saysHowItIsWrittenBetter() throws IOException {
        for (String[] line : TABLE) {
            assertThat(advice(line[0])).as(line[0]).containsExactly(line[1]);
        }
    }

    @Test
    void isSilentWhereThereIsNothingBetter() throws IOException {
        for (String query : List.of(
                "events | where tostring(Payload) == '4'",
                "events | where tostring(ProcessId) == 'x'",
                "events | where tolower(Provider) == EventName",
                "events | where Level == 1 or Level == 2",
                "events | where Level == 1 or Level == 2 or Cpu == 3",
                "events | where Level == 1 or Level == 2 or Level > 3",
                "events | where Level == Cpu or Level == Version or Level == EventId",
                "events | where EventName matches regex '^Start'",
                "events | where EventName contains 'a'",
                "search 'disk'",
                "events | join kind=innerunique (events) on Sequence",
                "checks | count")) {
            assertThat(advice(query)).as(query).isEmpty();
        }
    }

    private static List<String> advice(String query) throws IOException {
        Traces traces = Traces.small();
        return Queries.bound(query, traces.recording, traces.decoder).warnings().stream()
                .map(Problem::toString)
                .toList();
    }
}
