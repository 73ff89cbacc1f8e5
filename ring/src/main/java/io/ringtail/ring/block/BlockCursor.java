package io.ringtail.ring.block;

import java.io.IOException;
import java.util.function.Consumer;

/** Goes through a recording block by block. <b>Threads:</b> one. */
public interface BlockCursor extends AutoCloseable {
    /**
     * Moves to the next block. A block that is damaged in the sections that the scan touches is left out and reported
     * where the recording reports its problems.
     *
     * @return false if there is none (yet: a journal may still be written, and the next call may find one)
     */
    boolean next() throws IOException;

    /** The block moved to; the same object each time, pointed elsewhere by {@link #next}. */
    Block block();

    @Override
    void close() throws IOException;

    /** The same, of which somebody hears each block that it moves to. */
    static BlockCursor telling(BlockCursor cursor, Consumer<Block> listener) {
        return new BlockCursor() {
            @Override
            public boolean next() throws IOException {
                boolean found = cursor.next();
                if (found) {
                    listener.accept(cursor.block());
                }
                return found;
            }

            @Override
            public Block block() {
                return cursor.block();
            }

            @Override
            public void close() throws IOException {
                cursor.close();
            }
        };
    }

    /** One that comes to no block. */
    static BlockCursor empty() {
        return new BlockCursor() {
            private final Block none = new Block();

            @Override
            public boolean next() {
                return false;
            }

            @Override
            public Block block() {
                return none;
            }

            @Override
            public void close() {}
        };
    }
}
