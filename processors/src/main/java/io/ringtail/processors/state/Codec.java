package io.ringtail.processors.state;

import java.io.ByteArrayInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How values of a state become bytes. The bytes of equal values are equal. A codec whose layout changes reads the former
 * one too, or its state gets another name.
 */
public interface Codec<T> {
    /** What stands in the place of the number of bytes where that is larger than two bytes can say. */
    int LONG_TEXT = 0xFFFF;

    Codec<String> TEXT = of(Codec::writeText, Codec::readText);
    Codec<Long> LONG = of((out, number) -> out.writeLong(number), in -> in.readLong());
    Codec<byte[]> BYTES = of(
            (out, bytes) -> {
                out.writeInt(bytes.length);
                out.write(bytes);
            },
            in -> in.readNBytes(in.readInt()));

    /**
     * Writes a text of any length: as {@link DataOutput#writeUTF} does where that can, which is how all texts were written
     * once, and else its characters behind a length that no such text has.
     */
    static void writeText(DataOutput out, String text) throws IOException {
        if (utfBytes(text) < LONG_TEXT) {
            out.writeUTF(text);
        } else {
            out.writeShort(LONG_TEXT);
            out.writeInt(text.length());
            out.writeChars(text);
        }
    }

    /** Reads what {@link #writeText} wrote. */
    static String readText(DataInput in) throws IOException {
        int bytes = in.readUnsignedShort();
        if (bytes < LONG_TEXT) {
            byte[] utf = new byte[Short.BYTES + bytes];
            utf[0] = (byte) (bytes >> Byte.SIZE);
            utf[1] = (byte) bytes;
            in.readFully(utf, Short.BYTES, bytes);
            return new DataInputStream(new ByteArrayInputStream(utf)).readUTF();
        }
        char[] chars = new char[in.readInt()];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = in.readChar();
        }
        return new String(chars);
    }

    private static long utfBytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c >= 1 && c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return bytes;
    }

    void write(DataOutputStream out, T value) throws IOException;

    T read(DataInputStream in) throws IOException;

    /** Writes a value. */
    interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    /** Reads what was written. */
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    static <T> Codec<T> of(Writer<T> writer, Reader<T> reader) {
        return new Codec<>() {
            @Override
            public void write(DataOutputStream out, T value) throws IOException {
                writer.write(out, value);
            }

            @Override
            public T read(DataInputStream in) throws IOException {
                return reader.read(in);
            }
        };
    }
}
