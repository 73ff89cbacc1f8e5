package io.ringtail.ring.block;

/** Offsets of the block header, version 1; {@code docs/formats/journal.md} says what each field is for. */
final class BlockFormat {
    /** "RTBK" as it reads in a dump. */
    static final int MAGIC = 0x4B425452;

    static final int VERSION = 1;

    static final int MAGIC_AT = 0;
    static final int VERSION_AT = 4;
    static final int HEADER_CRC_AT = 8;
    static final int EPOCH_AT = 12;
    static final int TOTAL_BYTES_AT = 16;
    static final int COUNT_AT = 20;
    static final int PAYLOAD_BYTES_AT = 24;
    static final int EXTENDED_BYTES_AT = 28;
    static final int FIRST_SEQUENCE_AT = 32;
    static final int LAST_SEQUENCE_AT = 40;
    static final int MIN_TIME_AT = 48;
    static final int MAX_TIME_AT = 56;
    static final int TYPE_ENTRIES_AT = 64;
    static final int SOURCE_ENTRIES_AT = 68;
    static final int SECTION_CRCS_AT = 72;
    /** Where the table of types begins: pairs of id and count, ascending by id; then the sources' likewise. */
    static final int TABLES_AT = SECTION_CRCS_AT + Section.ALL.length * Integer.BYTES;

    static final int TABLE_ENTRY_BYTES = 2 * Integer.BYTES;

    static {
        assert TABLES_AT % Long.BYTES == 0;
    }

    private BlockFormat() {}

    static int headerBytes(int typeEntries, int sourceEntries) {
        return TABLES_AT + (typeEntries + sourceEntries) * TABLE_ENTRY_BYTES;
    }

    static int aligned(int offset) {
        return offset + Long.BYTES - 1 & -Long.BYTES;
    }
}
