package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Goes from excerpt to excerpt in one cycle file. Where the file is damaged it looks for the next block or catalog record
 * by their magic numbers and checksums, so that damage costs what it hit and no more.
 *
 * <p>What Chronicle itself wrote (its header, its index) has no checksum: a wrong length there shows in that nothing
 * known follows, and the search then starts over from the last excerpt that was whole.
 *
 * <p><b>Threads:</b> one.
 */
final class ExcerptWalker {
    /** What {@link #next} came to. */
    enum Step {
        /** The block is wrapped. */
        BLOCK,
        CATALOG,
        /** Nothing more now; more may come. */
        NOTHING_YET,
        END
    }

    /** Hears of damage: where it begins, and what it is. */
    @FunctionalInterface
    interface Damage {
        void at(long position, String what);
    }

    /** So many zero bytes behind the last excerpt are taken for the end. */
    private static final int ZEROS_AT_END = 8 << 20;

    private final CycleMemory memory;
    private final Block block;
    private final Damage damage;
    private ByteBuffer bytes;
    /** Of the next excerpt's word. */
    private int position;
    /** Where the last whole excerpt ended. */
    private int trusted;

    private int contentAt;
    private int contentBytes;

    /** A walker at the start of the file; it wraps {@code block} around each block that it comes to. */
    ExcerptWalker(CycleMemory memory, Block block, Damage damage) {
        this.memory = memory;
        this.block = block;
        this.damage = damage;
        this.bytes = memory.view();
    }

    /** Goes on with the excerpt whose word is there. */
    void startAt(int newPosition) {
        position = newPosition;
        trusted = newPosition;
    }

    /**
     * Moves to the next excerpt.
     *
     * @param sealed nobody writes this file any more
     */
    Step next(boolean sealed) throws IOException {
        while (has(position, ExcerptFormat.WORD_BYTES)) {
            int word = bytes.getInt(position);
            if (word == ExcerptFormat.NOTHING || word == ExcerptFormat.END_OF_CYCLE) {
                return atEnd(sealed || word == ExcerptFormat.END_OF_CYCLE, word);
            }
            if ((word & ExcerptFormat.INCOMPLETE) != 0) {
                return sealed ? afterDamage(true, "an excerpt was not finished") : Step.NOTHING_YET;
            }
            int length = word & ExcerptFormat.LENGTH_MASK;
            if (!has(position + ExcerptFormat.WORD_BYTES, length)) {
                return afterDamage(sealed, "an excerpt of " + length + " bytes does not fit the file");
            }
            if ((word & ExcerptFormat.OWN) == 0) {
                return excerpt(sealed, length);
            }
            if (isOurs(position + ExcerptFormat.WORD_BYTES, length)) {
                damage.at(position, "the excerpt's word says that it is Chronicle's own, which it is not");
                return arrive(position + ExcerptFormat.WORD_BYTES, length);
            }
            position = (int) ExcerptFormat.aligned((long) position + ExcerptFormat.WORD_BYTES + length);
        }
        return sealed ? atEnd(true, ExcerptFormat.NOTHING) : Step.NOTHING_YET;
    }

    /** Where the next excerpt's word is, or will be. */
    int position() {
        return position;
    }

    /** Where the word of the excerpt moved to is. */
    int excerptPosition() {
        return contentAt - ExcerptFormat.WORD_BYTES;
    }

    /** The bytes of the excerpt moved to. */
    ByteBuffer content() {
        return bytes.slice(contentAt, contentBytes).order(bytes.order());
    }

    private Step excerpt(boolean sealed, int length) throws IOException {
        int at = position + ExcerptFormat.WORD_BYTES;
        Optional<String> problem = problemAt(at, length);
        if (problem.isPresent()) {
            return afterDamage(sealed, problem.get());
        }
        if (storedBytes(at) != length) {
            return afterDamage(sealed, "the excerpt's frame says " + length + " bytes, its content " + storedBytes(at));
        }
        return arrive(at, length);
    }

    private Step arrive(int at, int length) {
        contentAt = at;
        contentBytes = length;
        position = (int) ExcerptFormat.aligned((long) at + length);
        trusted = position;
        return bytes.getInt(at) == Block.MAGIC ? Step.BLOCK : Step.CATALOG;
    }

    /** Behind the last excerpt, as it seems: what Chronicle's own excerpts may have made us jump over is looked at. */
    private Step atEnd(boolean end, int word) throws IOException {
        if (!end) {
            return Step.NOTHING_YET;
        }
        // Behind a true mark of an end the writer is about to cut the file: what is mapped there is not touched.
        boolean ended = word == ExcerptFormat.END_OF_CYCLE
                && position == trusted
                && !isMagic(memory.stored(position + ExcerptFormat.WORD_BYTES));
        int found = ended ? -1 : search(trusted);
        if (found < 0) {
            return Step.END;
        }
        int between = found - ExcerptFormat.WORD_BYTES - trusted;
        damage.at(trusted, between == 0 ? "an excerpt is whole but not marked so" : between + " bytes are no excerpts");
        return arrive(found, storedBytes(found));
    }

    private Step afterDamage(boolean sealed, String what) throws IOException {
        int found = search(trusted);
        if (found >= 0) {
            damage.at(trusted, what);
            return arrive(found, storedBytes(found));
        }
        if (!sealed) {
            return Step.NOTHING_YET;
        }
        damage.at(trusted, what);
        position = bytes.limit();
        trusted = position;
        return Step.END;
    }

    /** Where the first whole block or catalog record at or behind {@code from} starts, -1 if there is none. */
    private int search(int from) throws IOException {
        int end = (int) Math.min(bytes.limit(), memory.fileBytes()) - CatalogRecord.HEADER_BYTES;
        int zeros = 0;
        for (int at = from; at <= end && zeros < ZEROS_AT_END; at += ExcerptFormat.WORD_BYTES) {
            int word = bytes.getInt(at);
            zeros = word == 0 ? zeros + ExcerptFormat.WORD_BYTES : 0;
            if (isMagic(word) && isWhole(at, end + CatalogRecord.HEADER_BYTES)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isWhole(int at, int fileEnd) {
        int length = storedBytes(at);
        return length > 0 && length <= fileEnd - at && problemAt(at, length).isEmpty();
    }

    /** Whether a whole block or catalog record stands there, whatever its word says. */
    private boolean isOurs(int at, int length) {
        return length >= CatalogRecord.HEADER_BYTES
                && isMagic(bytes.getInt(at))
                && storedBytes(at) == length
                && problemAt(at, length).isEmpty();
    }

    private static boolean isMagic(int word) {
        return word == Block.MAGIC || word == CatalogRecord.MAGIC;
    }

    /** What is wrong with the block or record that starts here; if it is a block, it is wrapped now. */
    private Optional<String> problemAt(int at, int length) {
        ByteBuffer content = bytes.slice(at, length).order(bytes.order());
        if (length < CatalogRecord.HEADER_BYTES) {
            return Optional.of("an excerpt of " + length + " bytes is neither a block nor a catalog record");
        }
        return bytes.getInt(at) == CatalogRecord.MAGIC ? CatalogRecord.problem(content) : block.wrap(content);
    }

    /** What the block or record that starts here says of its own length. */
    private int storedBytes(int at) {
        boolean isBlock = bytes.getInt(at) == Block.MAGIC;
        return bytes.getInt(at + (isBlock ? Block.TOTAL_BYTES_AT : CatalogRecord.TOTAL_BYTES_AT));
    }

    private boolean has(int at, int length) throws IOException {
        if (at >= 0 && at <= bytes.limit() - length) {
            return true;
        }
        if (memory.grow() || memory.view().limit() > bytes.limit()) {
            bytes = memory.view();
            return at >= 0 && at <= bytes.limit() - length;
        }
        return false;
    }
}
