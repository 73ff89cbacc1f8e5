package io.ringtail.app.rtz;

import io.ringtail.app.terminal.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** X25519 keys in PEM files, as {@code openssl genpkey -algorithm X25519} writes them. */
public final class KeyFiles {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN (PUBLIC|PRIVATE) KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1 KEY-----");
    private static final int MOST_BYTES = 1 << 16;
    private static final String HOW =
            "; make a pair with 'openssl genpkey -algorithm X25519 -out key.pem' and 'openssl pkey -in key.pem -pubout"
                    + " -out public.pem'";

    private KeyFiles() {}

    public static PublicKey publicKey(Path file) throws IOException {
        try {
            return KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(bytes(file, "PUBLIC")));
        } catch (GeneralSecurityException e) {
            throw Refusal.usage(file + " holds no X25519 public key" + HOW);
        }
    }

    static PrivateKey privateKey(Path file) throws IOException {
        try {
            return KeyFactory.getInstance("X25519").generatePrivate(new PKCS8EncodedKeySpec(bytes(file, "PRIVATE")));
        } catch (GeneralSecurityException e) {
            throw Refusal.usage(file + " holds no X25519 private key" + HOW);
        }
    }

    private static byte[] bytes(Path file, String kind) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw Refusal.usage(file + " is too large for a key");
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
        Matcher pem = PEM.matcher(text);
        if (!pem.find() || !pem.group(1).equals(kind)) {
            throw Refusal.usage(file + " holds no " + kind + " KEY in PEM" + HOW);
        }
        try {
            return Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IllegalArgumentException e) {
            throw Refusal.usage(file + " holds no " + kind + " KEY in PEM" + HOW);
        }
    }
}
