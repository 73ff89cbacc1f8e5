package io.ringtail.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path parent;

    @Test
    void clearsAwayWhatAKilledProcessLeftAndNothingElse() throws IOException {
        Path left = folder("ringtail-export1", true);
        Path ofNoProcess = folder("ringtail-export2", false);
        Path ofAnotherKind = folder("ringtail-record1", true);
        Path fresh = folder("ringtail-export3", true);
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now()));
        try (TemporaryFolder used = TemporaryFolder.createIn(parent, "ringtail-export")) {
            Files.setLastModifiedTime(used.path(), LONG_AGO);

            TemporaryFolder.createIn(parent, "ringtail-export").close();

            assertThat(used.path()).exists();
        }

        assertThat(left).doesNotExist();
        assertThat(parent.toFile().list())
                .containsExactlyInAnyOrder(
                        ofNoProcess.getFileName().toString(),
                        ofAnotherKind.getFileName().toString(),
                        fresh.getFileName().toString());
    }

    @Test
    void clearsAwayUnfinishedFilesOfTheSameName() throws IOException {
        Path file = parent.resolve("x.rtz");
        for (String name : new String[] {".x.rtz.123.tmp", ".x.rtz.mine.tmp", ".y.rtz.123.tmp", ".x.rtz.4.tmp"}) {
            Files.writeString(parent.resolve(name), name);
            Files.setLastModifiedTime(parent.resolve(name), LONG_AGO);
        }
        Files.setLastModifiedTime(parent.resolve(".x.rtz.4.tmp"), FileTime.from(Instant.now()));

        Files.delete(UnfinishedFile.beside(file));

        assertThat(parent.toFile().list())
                .containsExactlyInAnyOrder(".x.rtz.mine.tmp", ".y.rtz.123.tmp", ".x.rtz.4.tmp");
    }

    private Path folder(String name, boolean locked) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        Files.writeString(folder.resolve(locked ? ".lock" : "data"), "");
        Files.setLastModifiedTime(folder, LONG_AGO);
        return folder;
    }
}
