package io.ringtail.processors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.processors.Intent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DelayedTest {
    @Test
    void anIntentWithALongMessageIsKept() throws IOException {
        Intent intent =
                new Intent("rule", "key", "export", "{\"message\":\"" + "b".repeat(70_000) + "\"}", "é".repeat(70_000));
        Delayed delayed = new Delayed(intent, 17);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Delayed.CODEC.write(new DataOutputStream(bytes), delayed);

        assertThat(Delayed.CODEC.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
                .isEqualTo(delayed);
    }
}
