package io.ringtail.ring.journal;

/**
 * What stands around the excerpts in a Chronicle cycle file: a word of length and flags before each, then its bytes,
 * padded to four. Little-endian.
 */
final class ExcerptFormat {
    /** No excerpt yet: here the next one will begin. */
    static final int NOTHING = 0;
    /** Set while an excerpt is being written. */
    static final int INCOMPLETE = 0x8000_0000;
    /** Chronicle's own: its store header and its index. */
    static final int OWN = 0x4000_0000;

    static final int LENGTH_MASK = 0x3FFF_FFFF;
    /** Nothing more comes in this cycle. */
    static final int END_OF_CYCLE = INCOMPLETE | OWN;

    static final int WORD_BYTES = Integer.BYTES;
    static final int PAGE_BYTES = 4096;

    private ExcerptFormat() {}

    static long aligned(long position) {
        return position + WORD_BYTES - 1 & -WORD_BYTES;
    }

    /** The file length that keeps the word at {@code position} on the last page, so that a mapped reader may poll it. */
    static long pageEnd(long position) {
        return position + WORD_BYTES + PAGE_BYTES - 1 & -PAGE_BYTES;
    }
}
