package io.ringtail.ring.journal;

import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds out what a journal's ids stand for without reading all of it: the last cycle's preamble and what follows it, or,
 * where that preamble is not whole, the cycles before. Both lanes hold types and sources, so damage to one costs nothing.
 */
final class CatalogLoader {
    /** Hears of damage on the way. */
    @FunctionalInterface
    interface Report {
        void damage(CycleFile file, long position, String what);
    }

    private final JournalCatalog catalog;
    private final boolean atRest;
    private final Report report;

    private CatalogLoader(JournalCatalog catalog, boolean atRest, Report report) {
        this.catalog = catalog;
        this.atRest = atRest;
        this.report = report;
    }

    /**
     * Loads all that is known now.
     *
     * @param atRest nobody writes, so what looks unfinished is damaged, and there may be more behind it
     */
    static void load(JournalFolder folder, JournalCatalog catalog, boolean atRest, Report report) throws IOException {
        CatalogLoader loader = new CatalogLoader(catalog, atRest, report);
        for (Lane lane : Lane.values()) {
            List<CycleFile> files = folder.cycles(lane);
            loader.loadFrom(atRest ? files : begun(files));
        }
    }

    /**
     * Without a last file that has its room and nothing else: the one before is not complete then, and behind its end there
     * may be nothing that can be touched.
     */
    private static List<CycleFile> begun(List<CycleFile> files) throws IOException {
        boolean hasBegun =
                files.isEmpty() || CycleMemory.firstWord(files.getLast().path()) != 0;
        return hasBegun ? files : files.subList(0, files.size() - 1);
    }

    /** The id of the journal as its newest catalog record says it. */
    static Optional<UUID> journalOf(JournalFolder folder) throws IOException {
        for (Lane lane : Lane.values()) {
            for (CycleFile file : folder.cycles(lane).reversed()) {
                ExcerptWalker walker =
                        new ExcerptWalker(CycleMemory.map(file.path()), new Block(), (position, what) -> {});
                if (walker.next(true) == ExcerptWalker.Step.CATALOG) {
                    return Optional.of(CatalogRecord.journal(walker.content()));
                }
            }
        }
        return Optional.empty();
    }

    private void loadFrom(List<CycleFile> files) throws IOException {
        boolean whole = false;
        for (int i = files.size() - 1; i >= 0 && !whole; i--) {
            whole = loadFrom(files.get(i), atRest || i < files.size() - 1);
        }
    }

    /** True if all that was known before the file stands in it. */
    private boolean loadFrom(CycleFile file, boolean sealed) throws IOException {
        boolean[] damaged = {false};
        ExcerptWalker walker = new ExcerptWalker(CycleMemory.map(file.path()), new Block(), (position, what) -> {
            damaged[0] = true;
            report.damage(file, position, what);
        });
        boolean preamble = false;
        while (true) {
            switch (walker.next(sealed)) {
                case CATALOG -> preamble |= apply(file, walker);
                case BLOCK -> {}
                case NOTHING_YET, END -> {
                    return preamble && !damaged[0];
                }
            }
        }
    }

    private boolean apply(CycleFile file, ExcerptWalker walker) {
        try {
            CatalogRecord record = CatalogRecord.read(walker.content());
            catalog.apply(record.entries());
            return record.lastOfPreamble();
        } catch (IllegalArgumentException e) {
            report.damage(file, walker.excerptPosition(), String.valueOf(e.getMessage()));
            return false;
        }
    }
}
