package io.ringtail.etw.decode;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;

/**
 * A security identifier, as {@code S-1-5-18}.
 *
 * @param afterTokenUser a TOKEN_USER of this many bytes stands before it, unless four zero bytes say that there is no
 *     SID; 0 for a plain SID
 */
record SidNode(String name, int afterTokenUser) implements Node {
    private static final int HEADER_BYTES = 8;
    private static final int NONE_BYTES = 4;
    /** SID_MAX_SUB_AUTHORITIES. */
    private static final int MAX_PARTS = 15;

    @Override
    public ScalarType type() {
        return ScalarType.STRING;
    }

    @Override
    public int width() {
        return VARIABLE;
    }

    @Override
    public void skip(Walk walk) {
        locate(walk);
    }

    @Override
    public void read(Walk walk, Cell into) {
        into.setNull();
        int at = locate(walk);
        if (at != Walk.FAILED) {
            into.setObject(text(walk.event, at));
            walk.foundSid(name, at);
        }
    }

    /** Steps behind it and returns where the SID itself starts; {@link Walk#FAILED} if there is none. */
    private int locate(Walk walk) {
        if (afterTokenUser > 0) {
            int at = walk.take(NONE_BYTES, name);
            if (at == Walk.FAILED || walk.event.getInt(at) == 0 && !isSidBehind(walk)) {
                return Walk.FAILED;
            }
            walk.take(afterTokenUser - NONE_BYTES, name);
        }
        int start = walk.take(HEADER_BYTES, name);
        if (start == Walk.FAILED) {
            return start;
        }
        int parts = Byte.toUnsignedInt(walk.event.getByte(start + 1));
        if (parts > MAX_PARTS) {
            return walk.fail("field '" + name + "' is no SID: it has " + parts + " parts, more than " + MAX_PARTS);
        }
        return walk.take(parts * Integer.BYTES, name) == Walk.FAILED && parts > 0 ? Walk.FAILED : start;
    }

    /** Some writers leave the TOKEN_USER zero though a SID follows: it then starts with revision 1 and its authority. */
    private boolean isSidBehind(Walk walk) {
        int sid = walk.at + afterTokenUser - NONE_BYTES;
        if (sid + HEADER_BYTES > walk.end) {
            return false;
        }
        for (int i = walk.at; i < sid; i++) {
            if (walk.event.getByte(i) != 0) {
                return false;
            }
        }
        int parts = walk.event.getByte(sid + 1);
        return walk.event.getByte(sid) == 1
                && parts >= 1
                && parts <= MAX_PARTS
                && walk.event.getShort(sid + 2) == 0
                && sid + HEADER_BYTES + parts * Integer.BYTES <= walk.end;
    }

    private static String text(EventView event, int at) {
        long authority = Long.reverseBytes(event.getLong(at)) & 0xFFFF_FFFF_FFFFL;
        StringBuilder text = new StringBuilder("S-")
                .append(Byte.toUnsignedInt(event.getByte(at)))
                .append('-')
                .append(authority);
        int parts = Byte.toUnsignedInt(event.getByte(at + 1));
        for (int i = 0; i < parts; i++) {
            text.append('-').append(Integer.toUnsignedString(event.getInt(at + HEADER_BYTES + i * Integer.BYTES)));
        }
        return text.toString();
    }
}
