package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.Intent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
    /** An action that waits is stored with its message, however much of the event the message names. */
    @Test
    void aLongMessageIsCutAndCanBeStored() throws IOException {
        Rule rule = RuleParser.parse("a.rules", "rule a on events message '" + "{key} ".repeat(2_000) + "' then alert")
                .rules()
                .get(0);

        String message = new Row(List.of(), new Object[0]).message(rule, "Straßenköter€".repeat(50), 0);

        assertThat(message).startsWith("Straßenköter€").endsWith("…").hasSize(4_001);
        Delayed delayed = new Delayed(new Intent("a", "", "export", "{}", message), 5);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Delayed.CODEC.write(new DataOutputStream(bytes), delayed);
        assertThat(Delayed.CODEC.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(delayed);
    }
}
