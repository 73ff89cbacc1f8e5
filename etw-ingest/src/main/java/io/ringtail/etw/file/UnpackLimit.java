package io.ringtail.etw.file;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How much a packed trace may unpack to, for a few kilobytes can hold terabytes: so many bytes whatever it is, beyond
 * them so many times the packed ones, and never so much that the disk gets full.
 */
record UnpackLimit(long freeBytes, int ratio, int keptPercent) {
    /** Real traces unpack to 5 to 40 times their size. */
    static final UnpackLimit USUAL = new UnpackLimit(4L << 30, 200, 5);

    private static final int BYTES_BETWEEN_LOOKS = 1 << 24;

    /** Watches one trace being unpacked. */
    final class Watch {
        private final String name;
        private final long packedBytes;
        private final FileStore disk;
        private final long maxBytes;
        private long nextLook = BYTES_BETWEEN_LOOKS;

        private Watch(String name, long packedBytes, FileStore disk) {
            this.name = name;
            this.packedBytes = packedBytes;
            this.disk = disk;
            this.maxBytes = Math.max(freeBytes, packedBytes * ratio);
        }

        /** To be told before bytes are written how many there are then. */
        void willBe(long unpackedBytes) throws IOException {
            if (unpackedBytes > maxBytes) {
                throw new TraceUnreadableException(String.format(
                        Locale.ROOT,
                        "%s: unpacks to more than %,d bytes, but it has %,d itself, as if it were made to fill the disk;"
                                + " if it is sound, unpack it yourself and name the .etl",
                        name,
                        maxBytes,
                        packedBytes));
            }
            if (unpackedBytes >= nextLook) {
                nextLook = unpackedBytes + BYTES_BETWEEN_LOOKS;
                checkDisk(unpackedBytes);
            }
        }

        private void checkDisk(long unpackedBytes) throws IOException {
            if (disk.getUsableSpace() < disk.getTotalSpace() / 100 * keptPercent) {
                throw new TraceUnreadableException(String.format(
                        Locale.ROOT,
                        "%s: unpacks to %,d bytes and more, and of the disk with the temporary folder less than %d %% is"
                                + " free; make room, or name another folder with"
                                + " RINGTAIL_JVM_OPTS=-Djava.io.tmpdir=FOLDER",
                        name,
                        unpackedBytes,
                        keptPercent));
            }
        }
    }

    /** @param folder where it is unpacked to */
    Watch watch(String name, long packedBytes, Path folder) throws IOException {
        return new Watch(name, packedBytes, Files.getFileStore(folder));
    }
}
