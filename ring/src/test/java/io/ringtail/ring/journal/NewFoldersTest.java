package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFoldersTest {
    @TempDir
    Path folder;

    @Test
    void bringsTheNamesOfNewFoldersToTheDiskFromAboveDown() throws IOException {
        List<Path> synced = new ArrayList<>();

        JournalFolder.createPrivateFolders(folder.resolve("a/b/c"), noting(synced));
        JournalFolder.createPrivateFolders(folder.resolve("a/b/d"), noting(synced));
        JournalFolder.createPrivateFolders(folder.resolve("a/b"), noting(synced));

        assertThat(synced).containsExactly(folder, folder.resolve("a"), folder.resolve("a/b"), folder.resolve("a/b"));
    }

    @Test
    void makesFoldersWhereTheOneAboveCannotBeSynced() throws IOException {
        for (IOException refusal : List.of(new AccessDeniedException("above"), new IOException("Invalid argument"))) {
            Path made = folder.resolve(refusal.getClass().getSimpleName());

            JournalFolder.createPrivateFolders(made, new Noting() {
                @Override
                public void folder(Path above) throws IOException {
                    throw refusal;
                }
            });

            assertThat(made).isDirectory();
        }
    }

    private static DiskSync noting(List<Path> synced) {
        return new Noting() {
            @Override
            public void folder(Path above) {
                synced.add(above);
            }
        };
    }

    private abstract static class Noting implements DiskSync {
        @Override
        public void file(Path file) {
            throw new AssertionError(file + " is no folder");
        }
    }
}
