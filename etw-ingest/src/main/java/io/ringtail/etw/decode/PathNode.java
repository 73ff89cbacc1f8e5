package io.ringtail.etw.decode;

import io.ringtail.ring.payload.Cell;
import io.ringtail.ring.payload.ScalarType;

/** A text that is a path of the kernel, shown as people know it. */
record PathNode(Node text, DevicePaths paths) implements Node {
    @Override
    public String name() {
        return text.name();
    }

    @Override
    public ScalarType type() {
        return ScalarType.STRING;
    }

    @Override
    public int width() {
        return text.width();
    }

    @Override
    public void skip(Walk walk) {
        text.skip(walk);
    }

    @Override
    public void read(Walk walk, Cell into) {
        text.read(walk, into);
        if (into.object() instanceof String path) {
            into.setObject(paths.known(walk.event.source(), path));
        }
    }
}
