package io.ringtail.ring.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * An excerpt that says what ids stand for: entries, with the writer's epoch and place. At the start of each cycle such
 * records, marked as preamble, repeat all entries so far.
 *
 * @param nextSequence no event before this record has a sequence as high
 * @param revision of the last entry that the journal has
 * @param cycle which of its lane's cycles in this epoch it stands in, from 1; 0 unknown
 */
record CatalogRecord(
        UUID journal,
        int epoch,
        boolean preamble,
        boolean lastOfPreamble,
        long nextSequence,
        long revision,
        int cycle,
        List<CatalogEntry> entries) {
    /** "RTCT" as it reads in a dump. */
    static final int MAGIC = 0x54435452;

    static final int VERSION = 1;
    static final int HEADER_BYTES = 64;

    static final int VERSION_AT = 4;
    static final int CRC_AT = 8;
    static final int TOTAL_BYTES_AT = 12;
    private static final int EPOCH_AT = 16;
    private static final int FLAGS_AT = 20;
    private static final int NEXT_SEQUENCE_AT = 24;
    private static final int REVISION_AT = 32;
    private static final int JOURNAL_AT = 40;
    private static final int BODY_BYTES_AT = 56;
    private static final int CYCLE_AT = 60;
    private static final int PREAMBLE = 1;
    private static final int LAST_OF_PREAMBLE = 2;

    /** What is wrong with the record that starts at the buffer's position, empty if nothing is. */
    static Optional<String> problem(ByteBuffer bytes) {
        int at = bytes.position();
        if (bytes.remaining() < HEADER_BYTES || bytes.getInt(at) != MAGIC) {
            return Optional.of("no catalog record starts here");
        }
        if (bytes.getInt(at + VERSION_AT) != VERSION) {
            return Optional.of("catalog record version " + bytes.getInt(at + VERSION_AT)
                    + " is not known to this Ringtail, which reads version " + VERSION);
        }
        int total = bytes.getInt(at + TOTAL_BYTES_AT);
        int body = bytes.getInt(at + BODY_BYTES_AT);
        if (total > bytes.remaining() || body < 0 || body > total - HEADER_BYTES) {
            return Optional.of("the catalog record's sizes do not fit its " + bytes.remaining() + " bytes");
        }
        return crc(bytes.slice(at, total)) == bytes.getInt(at + CRC_AT)
                ? Optional.empty()
                : Optional.of("the checksum of the catalog record is wrong");
    }

    /**
     * Reads a record in which {@link #problem} found nothing.
     *
     * @throws IllegalArgumentException if it says something that this Ringtail does not know
     */
    static CatalogRecord read(ByteBuffer bytes) {
        int at = bytes.position();
        int flags = bytes.getInt(at + FLAGS_AT);
        ByteBuffer body = bytes.slice(at + HEADER_BYTES, bytes.getInt(at + BODY_BYTES_AT));
        return new CatalogRecord(
                new UUID(bytes.getLong(at + JOURNAL_AT), bytes.getLong(at + JOURNAL_AT + Long.BYTES)),
                bytes.getInt(at + EPOCH_AT),
                (flags & PREAMBLE) != 0,
                (flags & LAST_OF_PREAMBLE) != 0,
                bytes.getLong(at + NEXT_SEQUENCE_AT),
                bytes.getLong(at + REVISION_AT),
                bytes.getInt(at + CYCLE_AT),
                entries(body));
    }

    /** The next sequence of a record in which {@link #problem} found nothing, without reading its entries. */
    static long nextSequence(ByteBuffer bytes) {
        return bytes.getLong(bytes.position() + NEXT_SEQUENCE_AT);
    }

    /** The journal of a record in which {@link #problem} found nothing. */
    static UUID journal(ByteBuffer bytes) {
        int at = bytes.position() + JOURNAL_AT;
        return new UUID(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
    }

    /** The stored form; its length is a multiple of 8. */
    byte[] toBytes() {
        byte[] body = body();
        int total = HEADER_BYTES + body.length + Long.BYTES - 1 & -Long.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(total).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(VERSION).putInt(0).putInt(total).putInt(epoch);
        bytes.putInt((preamble ? PREAMBLE : 0) | (lastOfPreamble ? LAST_OF_PREAMBLE : 0));
        bytes.putLong(nextSequence).putLong(revision);
        bytes.putLong(journal.getMostSignificantBits()).putLong(journal.getLeastSignificantBits());
        bytes.putInt(body.length).putInt(cycle).put(body);
        return bytes.putInt(CRC_AT, crc(bytes.slice(0, total))).array();
    }

    private byte[] body() {
        io.ringtail.ring.journal.proto.CatalogRecord.Builder body =
                io.ringtail.ring.journal.proto.CatalogRecord.newBuilder();
        entries.forEach(entry -> body.addEntries(entry.toProto()));
        return body.build().toByteArray();
    }

    private static List<CatalogEntry> entries(ByteBuffer body) {
        try {
            List<CatalogEntry> entries = new ArrayList<>();
            for (var stored :
                    io.ringtail.ring.journal.proto.CatalogRecord.parseFrom(body).getEntriesList()) {
                entries.add(CatalogEntry.of(stored));
            }
            return entries;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a catalog record does not parse: " + e.getMessage(), e);
        }
    }

    /** The checksum counts its own four bytes as zero. */
    private static int crc(ByteBuffer record) {
        CRC32C crc = new CRC32C();
        crc.update(record.slice(0, CRC_AT));
        crc.update(new byte[Integer.BYTES]);
        crc.update(record.slice(CRC_AT + Integer.BYTES, record.remaining() - CRC_AT - Integer.BYTES));
        return (int) crc.getValue();
    }
}
