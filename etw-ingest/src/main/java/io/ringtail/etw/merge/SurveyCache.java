package io.ringtail.etw.merge;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.CodeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, in a folder of the user's, what surveys of large traces found out, so that a trace is read whole once and not
 * with every question. A trace is known again by name, size, time and the headers of all its buffers ({@link
 * EtlFile#identity}), and by the build of Ringtail that surveyed it.
 *
 * <p><b>Size:</b> 20 bytes a buffer; the traces that were not asked for longest are forgotten when all take more than
 * {@value #MOST_BYTES} bytes. <b>Threads:</b> any, and several processes at a time: files are put in place whole.
 * <b>Failure:</b> what cannot be read, or is not as it was written, is as good as nothing; what cannot be written is
 * not remembered.
 */
public final class SurveyCache {
    /** Remembers nothing. */
    public static final SurveyCache NONE = new SurveyCache(Optional.empty(), Long.MAX_VALUE);

    /** Traces smaller than this are surveyed in the time that starting a process takes. */
    private static final long LEAST_BYTES = 64L << 20;

    static final long MOST_BYTES = 256L << 20;

    private static final String SUFFIX = ".survey";
    /** No survey is named so: the name of one begins with hexadecimal digits. */
    private static final String UNFINISHED = "new";

    private final Optional<Path> folder;
    private final long leastBytes;

    private SurveyCache(Optional<Path> folder, long leastBytes) {
        this.folder = folder;
        this.leastBytes = leastBytes;
    }

    /** In this folder, which is made when there is something to be kept. */
    public static SurveyCache in(Path folder) {
        return in(folder, LEAST_BYTES);
    }

    /** @param leastBytes of a trace that is remembered */
    static SurveyCache in(Path folder, long leastBytes) {
        return new SurveyCache(Optional.of(folder), leastBytes);
    }

    Optional<SurveyIndex> find(EtlFile file) {
        try {
            Optional<Path> at = place(file);
            if (at.isEmpty()) {
                return Optional.empty();
            }
            Optional<SurveyIndex> found =
                    SurveyIndex.of(Files.readAllBytes(at.get()), file.plan().count());
            Files.setLastModifiedTime(at.get(), FileTime.from(Instant.now()));
            return found;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param telling the buffers that told something */
    void keep(EtlFile file, BitSet telling) {
        try {
            Optional<Path> at = place(file);
            if (at.isPresent()) {
                Path home = Files.createDirectories(at.get().toAbsolutePath().getParent());
                Durable.sweepUnfinished(home, UNFINISHED + "*" + SUFFIX, Instant.now());
                write(home, at.get(), SurveyIndex.bytes(file.plan(), telling));
                forgetOldest();
            }
        } catch (IOException e) {
            // The next survey reads the trace whole, as this one did.
        }
    }

    private static void write(Path home, Path at, byte[] survey) throws IOException {
        Path written = Files.createTempFile(home, UNFINISHED, SUFFIX);
        try {
            Files.write(written, survey);
            Files.move(written, at, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written); // there only if something failed
        }
    }

    private Optional<Path> place(EtlFile file) throws IOException {
        if (folder.isEmpty() || file.sizeBytes() < leastBytes) {
            return Optional.empty();
        }
        Path home = folder.get();
        return file.identity()
                .map(identity -> home.resolve(HexFormat.of().formatHex(identity) + "-" + build() + SUFFIX));
    }

    private void forgetOldest() throws IOException {
        List<Path> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.orElseThrow())) {
            files.filter(file -> file.toString().endsWith(SUFFIX)).forEach(kept::add);
        }
        kept.sort(Comparator.comparing(SurveyCache::modified).reversed());
        long bytes = 0;
        for (Path file : kept) {
            bytes += size(file);
            if (bytes > MOST_BYTES) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // another process has deleted it
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** What another build of this code looks for in a trace may be something else. */
    private static String build() {
        @Nullable CodeSource code = SurveyCache.class.getProtectionDomain().getCodeSource();
        if (code == null) {
            return "unknown";
        }
        try {
            Path jar = Path.of(code.getLocation().toURI());
            return Long.toHexString(Files.size(jar))
                    + Long.toHexString(Files.getLastModifiedTime(jar).toMillis());
        } catch (URISyntaxException | IOException e) {
            return "unknown";
        }
    }
}
