package io.ringtail.dsl.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.Query;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class LongExpressionTest {
    @Test
    void refusesAChainOfOperatorsThatTheStackCouldNotHold() {
        String sum = "print x = " + String.join("+", Collections.nCopies(300_000, "1"));

        assertThat(Query.parse(sum))
                .isInstanceOfSatisfying(
                        Query.Parse.Bad.class,
                        bad -> assertThat(bad.problems())
                                .first()
                                .asString()
                                .contains("the expression has more than 500 operators"));
    }

    @Test
    void takesALongChainAndSeveralOfThem() {
        String sum = String.join("+", Collections.nCopies(501, "1"));

        assertThat(Query.parse("print x = " + sum + ", y = " + sum)).isInstanceOf(Query.Parse.Ok.class);
    }
}
