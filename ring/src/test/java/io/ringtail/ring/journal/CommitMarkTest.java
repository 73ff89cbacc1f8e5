package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mark that a writer and readers share without a lock: what was appended before it is seen behind it, always. */
class CommitMarkTest {
    private static final int READERS = 2;
    private static final long COMMITS = Boolean.getBoolean("ringtail.long") ? 200_000_000 : 3_000_000;

    @TempDir
    Path path;

    @Test
    @Timeout(600)
    void isNeverSeenBeforeWhatItCommits() throws Exception {
        JournalFolder folder = JournalFolder.createdOrExisting(path);
        CommitMark writer = CommitMark.create(folder, -1);
        CommitMark[] readers = new CommitMark[READERS];
        long[] appended = new long[1]; // plain memory, as mapped blocks are
        AtomicLong seen = new AtomicLong();
        try (ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers[i] = CommitMark.open(folder);
                CommitMark mark = readers[i];
                done.add(threads.submit(() -> {
                    long last = -1;
                    while (last < COMMITS - 1) {
                        long committed = mark.get();
                        long there = appended[0];
                        if (committed < last || there < committed) {
                            throw new AssertionError("committed " + committed + " after " + last + ", with " + there);
                        }
                        seen.addAndGet(committed == last ? 0 : 1);
                        last = committed;
                    }
                    return null;
                }));
            }
            for (long sequence = 0; sequence < COMMITS; sequence++) {
                appended[0] = sequence;
                writer.set(sequence);
            }
            for (Future<?> each : done) {
                each.get();
            }
        }

        assertThat(seen.get()).isGreaterThanOrEqualTo(READERS);
        assertThat(CommitMark.lastOf(folder)).isEqualTo(OptionalLong.of(COMMITS - 1));
    }
}
