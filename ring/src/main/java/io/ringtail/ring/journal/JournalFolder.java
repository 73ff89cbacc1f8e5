package io.ringtail.ring.journal;

import io.ringtail.ring.block.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where things lie in a journal's folder, and the rights they have: everything is its owner's alone.
 *
 * <pre>
 *   journal.json   what it is: format version and id
 *   writer.lock    locked while a writer runs      writer.json   who that is
 *   committed      the last sequence that readers may see
 *   trace/ control/   the lanes: EPOCH/*.cq4
 * </pre>
 */
record JournalFolder(Path path) {
    static final int FORMAT = 1;

    private static final int MOST_TEXT_BYTES = 1 << 20;
    static final String IDENTITY = "journal.json";
    private static final Pattern EPOCH_NAME = Pattern.compile("\\d{8}");
    private static final Pattern IDENTITY_TEXT = Pattern.compile(
            "\\{\"format\": (\\d{1,9}), \"id\": \"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\"}\\s*");
    /** Whatever else a later format says beside it. */
    private static final Pattern FORMAT_TEXT = Pattern.compile("(?s)\\{\\s*\"format\": *(\\d{1,9})\\b.*");

    /** The folder of an existing journal. */
    static JournalFolder existing(Path path) throws IOException {
        JournalFolder folder = new JournalFolder(path);
        folder.checkIsFolder();
        if (folder.identity().isEmpty() && !Files.isDirectory(folder.lane(Lane.TRACE))) {
            throw new IOException(path + " is not a journal: it has neither a whole " + IDENTITY
                    + " nor a lane; record into it first or choose another --journal");
        }
        folder.checkFormat();
        return folder;
    }

    /** The folder of a journal that is made if it is not there yet; a folder with other things in it is refused. */
    static JournalFolder createdOrExisting(Path path) throws IOException {
        JournalFolder folder = new JournalFolder(path);
        folder.createIfMissing();
        folder.checkIsFolder();
        if (!Files.isWritable(path)) {
            throw new AccessDeniedException(
                    path + " cannot be written by this user; choose another --journal or become its owner");
        }
        if (folder.isForeign()) {
            throw new IOException(
                    path + " is not a journal and not empty; choose an empty or a new folder as --journal");
        }
        folder.checkFormat();
        restrict(path, "rwx------");
        return folder;
    }

    static String epochName(int epoch) {
        String digits = Integer.toString(epoch);
        return "0".repeat(8 - digits.length()) + digits;
    }

    /** Makes a folder and what is missing above it, for the owner alone. */
    static void createPrivateFolders(Path folder) throws IOException {
        createPrivateFolders(folder, DiskSync.OF_SYSTEM);
    }

    /** @param disk is told of each folder that has got a new one: what lies in it is gone with its name */
    static void createPrivateFolders(Path folder, DiskSync disk) throws IOException {
        List<Path> grown = new ArrayList<>();
        for (Path at = folder.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
            grown.add(Objects.requireNonNull(at.getParent())); // the root is there
        }
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
        for (Path each : grown.reversed()) {
            syncIfMay(each, disk);
        }
    }

    /** A folder that is another user's may take new ones and still not be opened, and some file systems know no such sync. */
    private static void syncIfMay(Path folder, DiskSync disk) throws IOException {
        try {
            disk.folder(folder);
        } catch (AccessDeniedException e) {
            return;
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("Invalid argument")) {
                throw e;
            }
        }
    }

    /** Takes all rights but the owner's; where the file system knows no such rights, its own rules hold. */
    static void restrict(Path path, String rights) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(rights));
        }
    }

    /** What one of the small files says, whatever it has become; empty if it is not there. */
    static String smallText(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_TEXT_BYTES), StandardCharsets.UTF_8);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    Path lane(Lane lane) {
        return path.resolve(lane.folder());
    }

    Path epochFolder(Lane lane, int epoch) {
        return lane(lane).resolve(epochName(epoch));
    }

    /** The journal's id; empty if the file that tells is not there or not whole. */
    Optional<UUID> identity() throws IOException {
        Path file = file(IDENTITY);
        Matcher text = IDENTITY_TEXT.matcher(smallText(file));
        return text.matches() ? Optional.of(UUID.fromString(text.group(2))) : Optional.empty();
    }

    /** Says in the folder that it is the journal with this id. */
    void identify(UUID id) throws IOException {
        String text = "{\"format\": " + FORMAT + ", \"id\": \"" + id + "\"}\n";
        if (!smallText(file(IDENTITY)).equals(text)) {
            Durable.replace(file(IDENTITY), text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** All epochs of a lane, ascending. */
    List<Integer> epochs(Lane lane) throws IOException {
        return names(lane(lane)).stream()
                .filter(name -> EPOCH_NAME.matcher(name).matches())
                .map(Integer::valueOf)
                .sorted()
                .toList();
    }

    /** All cycles of a lane, in order. */
    List<CycleFile> cycles(Lane lane) throws IOException {
        return cyclesFrom(lane, 0);
    }

    /** The cycles of a lane from an epoch on, in order. */
    List<CycleFile> cyclesFrom(Lane lane, int firstEpoch) throws IOException {
        try {
            return epochs(lane).stream()
                    .filter(epoch -> epoch >= firstEpoch)
                    .flatMap(epoch -> cycles(lane, epoch))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Stream<CycleFile> cycles(Lane lane, int epoch) {
        Path folder = epochFolder(lane, epoch);
        try {
            return names(folder).stream()
                    .filter(name -> name.endsWith(CycleFile.SUFFIX))
                    .map(name -> new CycleFile(lane, epoch, name, folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createIfMissing() throws IOException {
        if (Files.exists(path)) {
            return;
        }
        try {
            createPrivateFolders(path);
        } catch (IOException e) {
            throw new IOException(
                    "the journal folder " + path + " cannot be made: " + reason(e) + "; choose another --journal", e);
        }
    }

    /** What the system says, without the name that is said already. */
    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no such place";
            case AccessDeniedException denied -> "no permission";
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> e.toString();
        };
    }

    private void checkIsFolder() throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path + " does not exist; record into it first or choose another --journal");
        }
        if (!Files.isDirectory(path)) {
            throw new NotDirectoryException(path + " is a file, and a journal is a folder; choose another --journal");
        }
        if (!Files.isReadable(path)) {
            throw new AccessDeniedException(path + " cannot be read by this user; a journal is readable by its owner");
        }
    }

    private boolean isForeign() throws IOException {
        return !Files.exists(file(IDENTITY))
                && !Files.isDirectory(lane(Lane.TRACE))
                && names(path).stream().anyMatch(name -> !WriterLock.isFileOfLock(name) && !name.startsWith(IDENTITY));
    }

    private void checkFormat() throws IOException {
        Path file = file(IDENTITY);
        Matcher text = FORMAT_TEXT.matcher(smallText(file));
        if (text.matches() && Integer.parseInt(text.group(1)) > FORMAT) {
            throw new IOException(path + " is a journal of format " + text.group(1) + ", and this Ringtail reads up to "
                    + FORMAT + "; use a newer one");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (NotDirectoryException e) {
            throw new IOException(folder + " is no folder, and in a journal it has to be one; move it away", e);
        }
    }
}
