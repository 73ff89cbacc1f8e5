package io.ringtail.etw.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The traces in a zip archive. Of one that is cut, and so has no directory, those that stand before the cut. */
final class ZipTraces {
    private static final int MAGIC = 0x4B50;
    private static final int READ_BYTES = 1 << 16;

    /** What is done with a member that was found. */
    interface Use<T> {
        T apply(InputStream member) throws IOException;
    }

    private ZipTraces() {}

    static boolean isZip(Path path) throws IOException {
        return TraceInput.magic(path) == MAGIC;
    }

    /** The names of the members that are traces, sorted. */
    static List<String> names(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return zip.stream()
                    .map(ZipEntry::getName)
                    .filter(ZipTraces::isTrace)
                    .sorted()
                    .toList();
        } catch (ZipException e) {
            return namesBeforeDamage(archive);
        }
    }

    /** Hands a member's content over; empty if there is no such member. */
    static <T> Optional<T> read(Path archive, String member, Use<T> use) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            ZipEntry entry = zip.getEntry(member);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream content = new CheckedMember(zip.getInputStream(entry), entry.getCrc())) {
                return Optional.of(use.apply(content));
            }
        } catch (ZipException e) {
            return readBeforeDamage(archive, member, use);
        }
    }

    /** Says at a member's end whether it is what was packed, which {@link ZipFile} does not look at. */
    private static final class CheckedMember extends FilterInputStream {
        private final CRC32 seen = new CRC32();
        private final long wanted;

        /** @param wanted -1 if the archive does not tell */
        CheckedMember(InputStream member, long wanted) {
            super(member);
            this.wanted = wanted;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            int count = in.read(into, at, length);
            if (count >= 0) {
                seen.update(into, at, count);
            } else if (wanted >= 0 && seen.getValue() != wanted) {
                throw new ZipException(String.format(
                        Locale.ROOT,
                        "its checksum is %08x, and the archive says %08x: some of the bytes are not those that were packed",
                        seen.getValue(),
                        wanted));
            }
            return count;
        }
    }

    private static List<String> namesBeforeDamage(Path archive) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream entries = entries(archive)) {
            ZipEntry entry = entries.getNextEntry();
            while (entry != null) {
                if (isTrace(entry.getName())) {
                    names.add(entry.getName());
                }
                entry = entries.getNextEntry();
            }
        } catch (EOFException | ZipException e) {
            return names.stream().sorted().toList(); // what stands behind the damage is out of reach
        }
        return names.stream().sorted().toList();
    }

    private static <T> Optional<T> readBeforeDamage(Path archive, String member, Use<T> use) throws IOException {
        try (ZipInputStream entries = entries(archive)) {
            ZipEntry entry = entries.getNextEntry();
            while (entry != null && !entry.getName().equals(member)) {
                entry = entries.getNextEntry();
            }
            return entry == null ? Optional.empty() : Optional.of(use.apply(entries));
        }
    }

    private static ZipInputStream entries(Path archive) throws IOException {
        return new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive), READ_BYTES));
    }

    private static boolean isTrace(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".etl");
    }
}
