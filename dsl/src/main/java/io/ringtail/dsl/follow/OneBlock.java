package io.ringtail.dsl.follow;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;

/** A recording of one block of another one, which closes nothing. */
record OneBlock(Catalog catalog, Block only) implements Recording {
    @Override
    public BlockCursor scan(Scan scan) {
        return scan.wants(only) ? new Cursor(only) : BlockCursor.empty();
    }

    @Override
    public void close() {}

    private static final class Cursor implements BlockCursor {
        private final Block block;
        private boolean given;

        Cursor(Block block) {
            this.block = block;
        }

        @Override
        public boolean next() {
            boolean first = !given;
            given = true;
            return first;
        }

        @Override
        public Block block() {
            return block;
        }

        @Override
        public void close() {}
    }
}
