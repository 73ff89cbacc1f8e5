package io.ringtail.etw.schema;

import io.ringtail.etw.pe.BrokenImageException;
import io.ringtail.etw.pe.MessageTable;
import io.ringtail.etw.pe.PeImage;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A Windows program that may have manifests compiled into it. Its messages are taken from itself and, where it has none,
 * from the file of its language that lies beside it: {@code en-US/NAME.dll.mui}, or that of another language.
 */
final class ProgramFile {
    private static final String RESOURCE_TYPE = "WEVT_TEMPLATE";
    private static final String LANGUAGE_FOLDERS = "[a-zA-Z][a-zA-Z]*-*";

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    ProgramFile(Path file) {
        this.file = file;
    }

    /** What could not be used though the manifests can. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Empty if it has none. */
    List<CompiledManifest> manifests() throws IOException, BrokenSchemaException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            PeImage image = PeImage.open(channel);
            List<byte[]> resources = image.resources(RESOURCE_TYPE);
            if (resources.isEmpty()) {
                return List.of();
            }
            MessageTable messages = messages(image).or(messagesBeside());
            List<CompiledManifest> manifests = new ArrayList<>();
            for (byte[] resource : resources) {
                manifests.add(CompiledManifest.of(resource, messages));
            }
            return manifests;
        } catch (BrokenImageException e) {
            throw new BrokenSchemaException("the program cannot be read: " + e.getMessage());
        }
    }

    private static MessageTable messages(PeImage image) throws IOException, BrokenImageException {
        MessageTable all = MessageTable.EMPTY;
        for (byte[] table : image.resources(PeImage.MESSAGE_TABLE)) {
            all = all.or(MessageTable.parse(table));
        }
        return all;
    }

    private MessageTable messagesBeside() throws IOException {
        Optional<Path> beside = languageFile();
        if (beside.isEmpty()) {
            return MessageTable.EMPTY;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(beside.get())) {
            return messages(PeImage.open(channel));
        } catch (BrokenImageException e) {
            problems.add(beside.get() + ": its messages are not used: " + e.getMessage());
            return MessageTable.EMPTY;
        }
    }

    private Optional<Path> languageFile() throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path name = file.getFileName();
        if (folder == null || name == null) {
            return Optional.empty();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> languages = Files.newDirectoryStream(folder, LANGUAGE_FOLDERS)) {
            for (Path language : languages) {
                Path candidate = language.resolve(name + ".mui");
                if (Files.isRegularFile(candidate)) {
                    found.add(candidate);
                }
            }
        }
        return found.stream().min(Comparator.comparingInt(ProgramFile::rank).thenComparing(Comparator.naturalOrder()));
    }

    private static int rank(Path languageFile) {
        Path folder = languageFile.getParent();
        Path language = folder == null ? null : folder.getFileName();
        String name = language == null ? "" : language.toString().toLowerCase(Locale.ROOT);
        if (name.equals("en-us")) {
            return 0;
        }
        return name.startsWith("en-") ? 1 : 2;
    }
}
