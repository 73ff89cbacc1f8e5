package io.ringtail.processors.host;

import io.ringtail.processors.Intent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** What makes an intent the same one: 32 hexadecimal digits of the SHA-256 of all that it stands for. */
final class IdempotencyKey {
    private static final int BYTES = 16;

    private IdempotencyKey() {}

    static String of(UUID journal, String processor, Intent intent, long causeSequence) {
        MessageDigest sha256 = sha256();
        List<String> parts = List.of(
                journal.toString(),
                processor,
                intent.rule(),
                intent.key(),
                Long.toString(causeSequence),
                intent.action(),
                intent.arguments());
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            sha256.update(bytes);
        }
        return HexFormat.of().formatHex(sha256.digest(), 0, BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
