package io.ringtail.etw.decode;

import io.ringtail.ring.event.Guids;
import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;

/** A GUID in Windows' byte order. */
record GuidNode(String name) implements Node {
    @Override
    public ScalarType type() {
        return ScalarType.GUID;
    }

    @Override
    public int width() {
        return Guids.BYTES;
    }

    @Override
    public void skip(Walk walk) {
        walk.take(Guids.BYTES, name);
    }

    @Override
    public void read(Walk walk, Cell into) {
        int at = walk.take(Guids.BYTES, name);
        if (at == Walk.FAILED) {
            into.setNull();
        } else {
            into.setObject(Guids.of(walk.event.getLong(at), walk.event.getLong(at + Long.BYTES)));
        }
    }
}
