package io.ringtail.etw.file;

/** The extended items of an EVENT_HEADER: {@code itemSize u16, type u16, linkage u16, dataSize u16, data}, one by one. */
final class ExtendedChain {
    static final int HEADER_BYTES = 8;
    static final int TYPE_AT = 2;
    static final int DATA_BYTES_AT = 6;
    /** EVENT_HEADER's flag that items follow the header. */
    static final int FLAG = 1;

    private static final int LINKAGE_AT = 4;

    private ExtendedChain() {}

    /** Whether a whole item lies here. */
    static boolean isItem(byte[] data, int at, int end) {
        if (end - at < HEADER_BYTES) {
            return false;
        }
        int itemBytes = LittleEndian.unsignedShort(data, at);
        return itemBytes >= HEADER_BYTES + LittleEndian.unsignedShort(data, at + DATA_BYTES_AT)
                && itemBytes <= end - at;
    }

    static boolean hasNext(byte[] data, int at) {
        return (data[at + LINKAGE_AT] & 1) != 0;
    }

    /** Whether every item that is announced lies whole before {@code end}. */
    static boolean isWhole(byte[] data, int from, int end) {
        int at = from;
        while (isItem(data, at, end)) {
            if (!hasNext(data, at)) {
                return true;
            }
            at += LittleEndian.unsignedShort(data, at);
        }
        return false;
    }
}
