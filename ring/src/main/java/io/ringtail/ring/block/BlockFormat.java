package io.ringtail.ring.block;

/** Offsets of the block header, versions 1 and 2; {@code docs/formats/journal.md} says what each field is for. */
final class BlockFormat {
    /** "RTBK" as it reads in a dump. */
    static final int MAGIC = 0x4B425452;

    /** Both heaps stand as they are. */
    static final int PLAIN_VERSION = 1;
    /** A heap, or both, is compressed. */
    static final int COMPRESSED_VERSION = 2;

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
    /**
     * Where the table of types begins in version 1: pairs of id and count, ascending by id; then the sources' likewise.
     * Version 2 has the following fields before it.
     */
    static final int PLAIN_TABLES_AT = SECTION_CRCS_AT + Section.ALL.length * Integer.BYTES;

    static final int PAYLOAD_CODEC_AT = PLAIN_TABLES_AT;
    static final int EXTENDED_CODEC_AT = PAYLOAD_CODEC_AT + Integer.BYTES;
    static final int STORED_PAYLOAD_BYTES_AT = EXTENDED_CODEC_AT + Integer.BYTES;
    static final int STORED_EXTENDED_BYTES_AT = STORED_PAYLOAD_BYTES_AT + Integer.BYTES;
    static final int COMPRESSED_TABLES_AT = STORED_EXTENDED_BYTES_AT + Integer.BYTES;

    static final int TABLE_ENTRY_BYTES = 2 * Integer.BYTES;

    static {
        assert PLAIN_TABLES_AT % Long.BYTES == 0 && COMPRESSED_TABLES_AT % Long.BYTES == 0;
    }

    private BlockFormat() {}

    static int tablesAt(int version) {
        return version == PLAIN_VERSION ? PLAIN_TABLES_AT : COMPRESSED_TABLES_AT;
    }

    static int aligned(int offset) {
        return offset + Long.BYTES - 1 & -Long.BYTES;
    }
}
