package io.ringtail.ring.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReservedFileTest {
    /** For room one waits; what a broken disk says is told at once. */
    @ParameterizedTest
    @CsvSource({
        "No space left on device, true",
        "Disk quota exceeded, true",
        "There is not enough space on the disk, true",
        "Input/output error, false",
        "Read-only file system, false",
        ", false"
    })
    void tellsAFullDiskFromABrokenOne(String message, boolean isOfRoom) {
        assertThat(ReservedFile.isOfRoom(new IOException(message))).isEqualTo(isOfRoom);
    }
}
