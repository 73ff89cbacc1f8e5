package io.ringtail.processors.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Texts of any length in stored states, and texts that others chose, cut. */
final class Texts {
    /** Of what names a tenant, a version or the like; longer ones tell nothing more, and have to be stored. */
    static final int MOST_OF_NAME = 300;

    /** {@link DataOutput#writeUTF} takes 65,535 bytes; a character has at most three. */
    private static final int MOST_SHORT = 65_535 / 3;
    /** Stands before a longer text; short texts stand as they always did, so older states can be read. */
    private static final String LONG = "\0long";

    private Texts() {}

    static void write(DataOutput out, String text) throws IOException {
        if (text.length() <= MOST_SHORT && !text.equals(LONG)) {
            out.writeUTF(text);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeUTF(LONG);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String read(DataInput in) throws IOException {
        String text = in.readUTF();
        if (!text.equals(LONG)) {
            return text;
        }
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The beginning of a name; no character of two halves is cut in two. */
    static String cut(String name) {
        if (name.length() <= MOST_OF_NAME) {
            return name;
        }
        int end = Character.isHighSurrogate(name.charAt(MOST_OF_NAME - 1)) ? MOST_OF_NAME - 1 : MOST_OF_NAME;
        return name.substring(0, end);
    }
}
