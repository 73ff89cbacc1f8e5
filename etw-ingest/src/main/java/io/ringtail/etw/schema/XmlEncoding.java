package io.ringtail.etw.schema;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the bytes of an XML document are text: by its byte order mark, else by the zeros beside its first {@code <}, else by
 * what its declaration says, else UTF-8. A declaration that the bytes contradict does not count.
 */
final class XmlEncoding {
    private static final Pattern DECLARED =
            Pattern.compile("\\A<\\?xml\\s[^>]*?\\bencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");
    private static final int DECLARATION_BYTES = 256;
    private static final int MARK_LE = 0xFFFE;
    private static final int MARK_BE = 0xFEFF;
    private static final int FIRST_LE = '<' << 8;
    private static final int FIRST_BE = '<';

    private XmlEncoding() {}

    /** The encoding of a document that begins so. */
    static Charset of(byte[] start) {
        int first = start.length < 2 ? 0 : Byte.toUnsignedInt(start[0]) << 8 | Byte.toUnsignedInt(start[1]);
        return switch (first) {
            case MARK_LE, FIRST_LE -> StandardCharsets.UTF_16LE;
            case MARK_BE, FIRST_BE -> StandardCharsets.UTF_16BE;
            default -> declared(start);
        };
    }

    /** Without its byte order mark; what is not of the encoding becomes replacement characters. */
    static String text(byte[] document) {
        String text = new String(document, of(document));
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static Charset declared(byte[] start) {
        int length = Math.min(DECLARATION_BYTES, start.length);
        Matcher declaration = DECLARED.matcher(new String(start, 0, length, StandardCharsets.ISO_8859_1));
        if (!declaration.find()) {
            return StandardCharsets.UTF_8;
        }
        try {
            Charset charset = Charset.forName(declaration.group(1));
            String declared = declaration.group();
            return charset.canEncode()
                            && declared.equals(new String(declared.getBytes(StandardCharsets.ISO_8859_1), charset))
                    ? charset
                    : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }
}
