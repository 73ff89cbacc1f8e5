package io.ringtail.app.rtz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RedactorTest {
    @Test
    void takesAccountsOutOfAnyTextAndLeavesWhatEveryMachineHas() {
        Set<RedactionRule> users = EnumSet.of(RedactionRule.USERS);
        Redactor redactor = new Redactor(users, new RedactionReport(users));
        String account = "S-1-5-21-2935914779-1618742390-3141592653-1001";

        assertThat(redactor.outside("\\REGISTRY\\USER\\" + account + "_Classes"))
                .isEqualTo("\\REGISTRY\\USER\\" + "*".repeat(account.length()) + "_Classes");
        assertThat(redactor.outside("s-1-12-1-1-2-3-4 ran")).isEqualTo("**************** ran");
        assertThat(redactor.outside("S-1-5-18 and S-1-5-32-544")).isEqualTo("S-1-5-18 and S-1-5-32-544");
    }
}
