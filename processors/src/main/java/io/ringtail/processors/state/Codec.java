package io.ringtail.processors.state;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How values of a state become bytes. The bytes of equal values are equal. A codec whose layout changes reads the former
 * one too, or its state gets another name.
 */
public interface Codec<T> {
    Codec<String> TEXT = of((out, text) -> out.writeUTF(text), in -> in.readUTF());
    Codec<Long> LONG = of((out, number) -> out.writeLong(number), in -> in.readLong());
    Codec<byte[]> BYTES = of(
            (out, bytes) -> {
                out.writeInt(bytes.length);
                out.write(bytes);
            },
            in -> in.readNBytes(in.readInt()));

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
