package io.ringtail.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WqlTest {
    @Test
    void readsAQuestion() {
        Wql question = ((Wql.Parse.Ok)
                        Wql.parse("select Name,ProcessId from Win32_Process where not Name like '%a\\'b' and"
                                + " (ProcessId>=4 or CommandLine is not null)"))
                .question();

        assertThat(question.columns()).containsExactly("Name", "ProcessId");
        assertThat(question.className()).isEqualTo("Win32_Process");
        assertThat(question.where())
                .contains(new Wql.Condition.And(
                        new Wql.Condition.Not(new Wql.Condition.Compare("Name", Wql.Operator.LIKE, "%a'b")),
                        new Wql.Condition.Or(
                                new Wql.Condition.Compare("ProcessId", Wql.Operator.GREATER_OR_EQUAL, 4L),
                                new Wql.Condition.Not(new Wql.Condition.IsNull("CommandLine")))));
        assertThat(((Wql.Parse.Ok) Wql.parse(" SELECT * FROM Win32_Volume "))
                        .question()
                        .columns())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            '' | 0 | a WQL question starts with SELECT
            SELECT | 6 | expected a property
            SELECT Name | 11 | expected FROM and a class, such as Win32_Process
            SELECT Name FROM | 16 | expected a class, such as Win32_Process
            SELECT * FROM A B | 16 | expected WHERE or the end
            SELECT * FROM A WHERE | 21 | expected a property
            SELECT * FROM A WHERE x + 1 > 2 | 24 | expected =, <>, <, <=, >, >=, LIKE or IS after 'x'; WQL has no arithmetic
            SELECT * FROM A WHERE x = y | 26 | expected a text in quotes, a number, TRUE or FALSE
            SELECT * FROM A WHERE (x = 1 | 28 | expected ')'
            SELECT * FROM A WHERE x = 1 y | 28 | expected AND, OR or the end
            SELECT * FROM A WHERE x IS 5 | 27 | expected NULL""")
    void saysWhatIsWrongAndWhere(String text, int at, String message) {
        assertThat(Wql.parse(text)).isEqualTo(new Wql.Parse.Bad(at, message));
    }

    @Test
    void endsAtDeepNesting() {
        assertThat(Wql.parse("SELECT * FROM A WHERE " + "NOT ".repeat(100_000) + "x = 1"))
                .isInstanceOfSatisfying(
                        Wql.Parse.Bad.class,
                        bad -> assertThat(bad.message()).isEqualTo("conditions are nested too deeply"));
    }
}
