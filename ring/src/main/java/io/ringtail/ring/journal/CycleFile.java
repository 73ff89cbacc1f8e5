package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.nio.file.Path;
import java.util.Comparator;

/** One cycle of a lane: a file that reads alone and can be deleted alone. In order of epoch, then of name. */
record CycleFile(Lane lane, int epoch, String name, Path path) implements Comparable<CycleFile> {
    static final String SUFFIX = ".cq4";

    private static final Comparator<CycleFile> ORDER =
            Comparator.comparingInt(CycleFile::epoch).thenComparing(CycleFile::name);

    @Override
    public int compareTo(CycleFile other) {
        return ORDER.compare(this, other);
    }

    /** As it stands in messages: relative to the journal. */
    String label() {
        return lane.folder() + "/" + JournalFolder.epochName(epoch) + "/" + name;
    }
}
