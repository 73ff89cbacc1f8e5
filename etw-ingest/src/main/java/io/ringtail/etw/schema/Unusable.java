package io.ringtail.etw.schema;

import io.ringtail.etw.file.TraceInputs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import java.util.Objects;

/** Says what a file is that holds no manifest, so that whoever named it knows what to name instead. */
final class Unusable {
    private static final int SHOWN_BYTES = 8;
    private static final String WANTED = "a manifest is XML (.man), or lies in a program (.dll, .exe, .sys)";

    private Unusable() {}

    /** Refuses what is no file: reading a pipe may never end. */
    static void checkFile(Path file) throws IOException, BrokenSchemaException {
        if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
            throw new BrokenSchemaException(
                    "is a pipe or a device, and schemas are read from files; copy it into one first");
        }
    }

    /** Refuses what cannot be the XML of a manifest, by how it begins and how large it is. */
    static void checkManifest(byte[] start, long fileBytes) throws BrokenSchemaException {
        if (start.length == 0) {
            throw new BrokenSchemaException("is empty; " + WANTED);
        }
        if (startsWith(start, 0x1F, 0x8B) || startsWith(start, 'P', 'K', 3, 4)) {
            throw new BrokenSchemaException("is an archive; unpack it and name the manifests in it");
        }
        if (TraceInputs.isLikelyTrace(start)) {
            throw new BrokenSchemaException(
                    "is a trace, no manifest; the schemas in a trace are used without an import");
        }
        if (isBinary(start)) {
            throw new BrokenSchemaException("is neither XML nor a Windows program (it begins with "
                    + HexFormat.ofDelimiter(" ").formatHex(start, 0, Math.min(SHOWN_BYTES, start.length)) + "); "
                    + WANTED);
        }
        String text = XmlEncoding.text(start).stripLeading();
        if (!text.isEmpty() && !text.startsWith("<")) {
            throw new BrokenSchemaException("is no XML; " + WANTED);
        }
        if (fileBytes > XmlElement.MAX_BYTES) {
            throw new BrokenSchemaException("has " + fileBytes + " bytes, and of a manifest no more than "
                    + XmlElement.MAX_BYTES + " are read; split it by providers");
        }
    }

    /** Why a file cannot be read. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException none -> "no such file or folder";
            case AccessDeniedException denied -> "access is denied; run as its owner or change its mode";
            case FileSystemException other when other.getReason() != null -> "cannot be read: " + other.getReason();
            default ->
                "cannot be read: "
                        + Objects.requireNonNullElse(
                                e.getMessage(), e.getClass().getSimpleName());
        };
    }

    /** Whether there are bytes that stand in no text, whatever its encoding. */
    private static boolean isBinary(byte[] start) {
        return new String(start, XmlEncoding.of(start)).chars().anyMatch(c -> c < '\t');
    }

    private static boolean startsWith(byte[] start, int... magic) {
        if (start.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (Byte.toUnsignedInt(start[i]) != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
