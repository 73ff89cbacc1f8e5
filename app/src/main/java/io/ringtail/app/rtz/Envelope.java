package io.ringtail.app.rtz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts to a public key: X25519 with a key pair made for this file, HKDF-SHA256, and AES-256-GCM over chunks of 64 KiB,
 * each numbered and the last one marked, so that nothing can be changed, moved or cut unnoticed. The recipient is named by
 * a part of the public key's hash; who wrote the file is not proven.
 *
 * <pre>
 *   | "RTZE" | version u8 | ephemeral public key, 32 | recipient, 8 | chunks: ciphertext, tag 16 |
 * </pre>
 */
final class Envelope {
    static final int CHUNK_BYTES = 1 << 16;

    private static final byte[] MAGIC = "RTZE".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int RECIPIENT_BYTES = 8;
    private static final int HEADER_BYTES = MAGIC.length + 1 + KEY_BYTES + RECIPIENT_BYTES;
    private static final int TAG_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b656e032100");
    private static final byte[] INFO = "ringtail rtz 1".getBytes(StandardCharsets.US_ASCII);

    private Envelope() {}

    static boolean isEncrypted(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /** What is written to the result is encrypted; closing it writes the last chunk, and closes {@code to}. */
    static OutputStream encrypting(OutputStream to, PublicKey recipient) throws IOException {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            byte[] header = header(raw(pair.getPublic()), recipient);
            to.write(header);
            byte[] key = key(pair.getPrivate(), recipient, header, raw(recipient));
            return new Encrypting(to, new SecretKeySpec(key, "AES"), header);
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt: " + e.getMessage(), e);
        }
    }

    /** @throws RtzRefusedException if it was encrypted to another key, changed or cut */
    static void decrypt(Path file, PrivateKey key, Path to) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file));
                OutputStream out = Files.newOutputStream(to)) {
            byte[] header = in.readNBytes(HEADER_BYTES);
            if (header.length < HEADER_BYTES) {
                throw new RtzRefusedException(file, "it is encrypted and ends inside its header");
            }
            if (header[MAGIC.length] != VERSION) {
                throw new RtzRefusedException(
                        file,
                        "it is encrypted in version " + header[MAGIC.length] + ", and this Ringtail reads version "
                                + VERSION + "; use a newer one");
            }
            decrypt(file, in, secret(file, key, header), header, out);
        }
    }

    private static void decrypt(Path file, InputStream in, SecretKeySpec secret, byte[] header, OutputStream out)
            throws IOException {
        byte[] chunk = in.readNBytes(CHUNK_BYTES + TAG_BYTES);
        long number = 0;
        while (true) {
            byte[] next = in.readNBytes(CHUNK_BYTES + TAG_BYTES);
            boolean last = next.length == 0;
            try {
                out.write(cipher(Cipher.DECRYPT_MODE, secret, header, number, last)
                        .doFinal(chunk));
            } catch (GeneralSecurityException e) {
                throw new RtzRefusedException(file, "it was changed or cut after it was encrypted, at chunk " + number);
            }
            if (last) {
                return;
            }
            chunk = next;
            number++;
        }
    }

    private static SecretKeySpec secret(Path file, PrivateKey key, byte[] header) throws IOException {
        byte[] ephemeral = Arrays.copyOfRange(header, MAGIC.length + 1, MAGIC.length + 1 + KEY_BYTES);
        byte[] recipient = Arrays.copyOfRange(header, HEADER_BYTES - RECIPIENT_BYTES, HEADER_BYTES);
        try {
            byte[] own = raw(publicOf(key));
            if (!Arrays.equals(recipient, recipient(own))) {
                throw new RtzRefusedException(
                        file,
                        "it is encrypted to the key "
                                + HexFormat.of().formatHex(recipient) + ", and --key is "
                                + HexFormat.of().formatHex(recipient(own)));
            }
            return new SecretKeySpec(key(key, publicKey(ephemeral), header, own), "AES");
        } catch (GeneralSecurityException e) {
            throw new RtzRefusedException(file, "its header holds no key that can be agreed with");
        }
    }

    private static byte[] header(byte[] ephemeral, PublicKey recipient) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .put((byte) VERSION)
                .put(ephemeral)
                .put(recipient(raw(recipient)))
                .array();
    }

    private static byte[] recipient(byte[] rawKey) {
        return Arrays.copyOf(RtzWriter.sha256().digest(rawKey), RECIPIENT_BYTES);
    }

    private static byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    }

    private static PublicKey publicKey(byte[] raw) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + KEY_BYTES);
        System.arraycopy(raw, 0, encoded, SPKI.length, KEY_BYTES);
        return KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** The base point times the private key: what an agreement with the base point gives. */
    private static PublicKey publicOf(PrivateKey key) throws GeneralSecurityException {
        byte[] base = new byte[KEY_BYTES];
        base[0] = 9;
        return publicKey(agree(key, publicKey(base)));
    }

    private static byte[] agree(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(key);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    /** HKDF-SHA256 (RFC 5869) of one block, salted with both public keys. */
    private static byte[] key(PrivateKey key, PublicKey other, byte[] header, byte[] recipient)
            throws GeneralSecurityException {
        ByteArrayOutputStream salt = new ByteArrayOutputStream();
        salt.write(header, MAGIC.length + 1, KEY_BYTES);
        salt.write(recipient, 0, recipient.length);
        byte[] extracted = hmac(salt.toByteArray(), agree(key, other));
        byte[] expand = Arrays.copyOf(INFO, INFO.length + 1);
        expand[INFO.length] = 1;
        return hmac(extracted, expand);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] header, long number, boolean last)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                .putLong(3, number)
                .put(NONCE_BYTES - 1, (byte) (last ? 1 : 0))
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        cipher.updateAAD(header);
        return cipher;
    }

    /** Gathers chunks; one is written when it is known whether another follows. */
    private static final class Encrypting extends OutputStream {
        private final OutputStream to;
        private final SecretKeySpec key;
        private final byte[] header;
        private final byte[] chunk = new byte[CHUNK_BYTES];
        private int filled;
        private long number;
        private boolean closed;

        Encrypting(OutputStream to, SecretKeySpec key, byte[] header) {
            this.to = to;
            this.key = key;
            this.header = header;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int at = offset;
            int end = offset + length;
            while (at < end) {
                if (filled == CHUNK_BYTES) {
                    flushChunk(false);
                }
                int part = Math.min(end - at, CHUNK_BYTES - filled);
                System.arraycopy(bytes, at, chunk, filled, part);
                filled += part;
                at += part;
            }
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                try (to) {
                    flushChunk(true);
                }
            }
        }

        private void flushChunk(boolean last) throws IOException {
            try {
                to.write(cipher(Cipher.ENCRYPT_MODE, key, header, number, last).doFinal(chunk, 0, filled));
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot encrypt: " + e.getMessage(), e);
            }
            number++;
            filled = 0;
        }
    }
}
