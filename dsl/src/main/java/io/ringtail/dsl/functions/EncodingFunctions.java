package io.ringtail.dsl.functions;

import io.ringtail.dsl.value.Values;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Hashes, base64, compression and what URLs do to text. What cannot be decoded is null, or the empty string. */
final class EncodingFunctions {
    /** No text unpacks to more: a query must not fill the memory with one value. */
    private static final int MAX_UNPACKED = 1 << 24;

    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");

    private EncodingFunctions() {}

    static void addTo(FunctionTable table) {
        for (String name : List.of("hash", "hash_xxhash64")) {
            table.add(name + "(any,[long]):long", Kernels.strict(EncodingFunctions::hash));
        }
        digest(table, "hash_md5", "MD5");
        digest(table, "hash_sha1", "SHA-1");
        digest(table, "hash_sha256", "SHA-256");
        urls(table);
        base64(table);
        compression(table);
    }

    private static void urls(FunctionTable table) {
        table.add("url_encode(string):string", Kernels.text(EncodingFunctions::urlEncode));
        table.add(
                "url_encode_component(string):string",
                Kernels.text(text -> urlEncode(text).replace("+", "%20")));
        table.add("url_decode(string):string", Kernels.text(EncodingFunctions::urlDecode));
        punycode(table, "punycode_from_string", Punycode::encode);
        punycode(table, "punycode_to_string", Punycode::decode);
        punycode(table, "punycode_domain_to_string", Punycode::encodeDomain);
        punycode(table, "punycode_domain_from_string", Punycode::decodeDomain);
    }

    private static void punycode(FunctionTable table, String name, Function<String, Optional<String>> change) {
        table.add(
                name + "(string):string",
                Kernels.text(text -> change.apply(text).orElse("")));
    }

    private static void base64(FunctionTable table) {
        for (String name : List.of("base64_encode_tostring", "base64_encodestring")) {
            table.add(name + "(string):string", Kernels.text(text -> encode(bytes(text))));
        }
        for (String name : List.of("base64_decode_tostring", "base64_decodestring")) {
            table.add(
                    name + "(string):string",
                    Kernels.text(text ->
                            decode(text).flatMap(EncodingFunctions::utf8).orElse("")));
        }
        table.add(
                "base64_decode_toarray(string):dynamic",
                Kernels.strict(row -> decode(Arguments.text(row[0]))
                        .map(EncodingFunctions::numbers)
                        .orElse(null)));
        table.add("base64_encode_fromarray(dynamic):string", Kernels.strict(EncodingFunctions::encodeArray));
        table.add(
                "base64_decode_toguid(string):guid",
                Kernels.strict(row -> decode(Arguments.text(row[0]))
                        .filter(bytes -> bytes.length == 16)
                        .map(EncodingFunctions::guid)
                        .orElse(null)));
        for (String type : List.of("guid", "string")) {
            table.add(
                    "base64_encode_fromguid(" + type + "):string",
                    Kernels.strict(row ->
                            Values.cast(row[0], ScalarType.GUID) instanceof UUID guid ? encode(guidBytes(guid)) : ""));
        }
    }

    private static void compression(FunctionTable table) {
        table.add(
                "gzip_compress_to_base64_string(string):string",
                Kernels.text(text -> pack(text, GZIPOutputStream::new)));
        table.add(
                "zlib_compress_to_base64_string(string):string",
                Kernels.text(text -> pack(text, DeflaterOutputStream::new)));
        table.add(
                "gzip_decompress_from_base64_string(string):string",
                Kernels.text(text -> unpack(text, GZIPInputStream::new)));
        table.add(
                "zlib_decompress_from_base64_string(string):string",
                Kernels.text(text -> unpack(text, InflaterInputStream::new)));
    }

    private static void digest(FunctionTable table, String name, String algorithm) {
        table.add(name + "(any):string", Kernels.ofTexts(row -> {
            String text = Arguments.text(row[0]);
            if (text.isEmpty()) {
                return ""; // as in Kusto
            }
            try {
                byte[] digest = MessageDigest.getInstance(algorithm).digest(bytes(text));
                return HexFormat.of().formatHex(digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + algorithm, e);
            }
        }));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Of whole numbers and times the eight bytes that they are stored in, of all else the text. */
    private static @Nullable Object hash(@Nullable Object[] row) {
        long hash = XxHash64.of(
                switch (row[0]) {
                    case Long whole -> bytes(whole);
                    case Double real -> bytes(Double.doubleToLongBits(real));
                    case Cell.Datetime time -> bytes(time.ticks());
                    case Cell.Timespan span -> bytes(span.ticks());
                    case null, default -> bytes(Arguments.text(row[0]));
                });
        if (row.length < 2) {
            return hash;
        }
        return row[1] instanceof Long mod && mod > 0 ? (Long) Math.floorMod(hash, (long) mod) : null;
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }

    /** As Kusto does, with small letters in its escapes: {@code %3a}. */
    private static String urlEncode(String text) {
        return ESCAPE.matcher(URLEncoder.encode(text, StandardCharsets.UTF_8))
                .replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
    }

    private static String urlDecode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** The padding at the end is a part of it. */
    private static Optional<byte[]> decode(String text) {
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Optional.of(text.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static List<@Nullable Object> numbers(byte[] bytes) {
        List<@Nullable Object> numbers = new ArrayList<>();
        for (byte value : bytes) {
            numbers.add(value & 0xFFL);
        }
        return numbers;
    }

    private static @Nullable Object encodeArray(@Nullable Object[] row) {
        if (!(row[0] instanceof List<?> list)) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Object element : list) {
            if (!(element instanceof Long value) || value < 0 || value > 255) {
                return null;
            }
            bytes.write(value.intValue());
        }
        return encode(bytes.toByteArray());
    }

    /** The bytes in the order in which Windows stores a GUID: the first three parts little-endian. */
    private static byte[] guidBytes(UUID guid) {
        long high = guid.getMostSignificantBits();
        ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt((int) (high >>> 32)).putShort((short) (high >>> 16)).putShort((short) high);
        return bytes.order(ByteOrder.BIG_ENDIAN)
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    private static Object guid(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long high = (buffer.getInt() & 0xFFFF_FFFFL) << 32
                | (buffer.getShort() & 0xFFFFL) << 16
                | buffer.getShort() & 0xFFFFL;
        return new UUID(high, buffer.order(ByteOrder.BIG_ENDIAN).getLong());
    }

    private interface Packer {
        OutputStream start(OutputStream into) throws IOException;
    }

    private interface Unpacker {
        InputStream start(InputStream from) throws IOException;
    }

    private static String pack(String text, Packer packer) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = packer.start(packed)) {
            out.write(bytes(text));
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return encode(packed.toByteArray());
    }

    private static String unpack(String text, Unpacker unpacker) {
        byte[] packed = decode(text).orElse(new byte[0]);
        try (InputStream in = unpacker.start(new ByteArrayInputStream(packed))) {
            return utf8(in.readNBytes(MAX_UNPACKED)).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
