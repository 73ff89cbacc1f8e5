package io.ringtail.app.rtz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Session files that somebody made to do harm, or that were damaged on the way. */
class HostileRtzTest {
    private static final String CYCLE = "trace/00000001/20260302-090000.cq4";
    private static final byte[] CONTENT = "a cycle, for all that the container knows".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BOMB = new byte[1 << 20];

    @TempDir
    private Path folder;

    private record Entry(String name, byte[] bytes, int method) {
        static Entry stored(String name, byte[] bytes) {
            return new Entry(name, bytes, ZipEntry.STORED);
        }
    }

    static Stream<Arguments> files() throws IOException {
        return Stream.of(
                Arguments.of(
                        "is empty",
                        new byte[0],
                        "it is no session file, or was cut: it does not end as a zip file does"),
                Arguments.of(
                        "is something else",
                        new byte[1000],
                        "it is no session file, or was cut: it does not end as a zip file does"),
                Arguments.of(
                        "was cut",
                        cut(sound()),
                        "it is no session file, or was cut: it does not end as a zip file does"),
                Arguments.of("has no manifest", zip(Entry.stored(CYCLE, CONTENT)), "it has no manifest.json"),
                Arguments.of("has a manifest of nonsense", zip(manifest("[]")), "its manifest.json is none"),
                Arguments.of(
                        "has a manifest of another kind",
                        zip(manifest("{\"format\":\"tar\",\"version\":1,\"files\":[]}")),
                        "its manifest.json is none"),
                Arguments.of(
                        "is of a later version",
                        zip(manifest("{\"format\":\"rtz\",\"version\":2,\"files\":[]}")),
                        "it is of version 2, and this Ringtail reads version 1; use a newer one"),
                Arguments.of(
                        "climbs out of its folder",
                        zip(Entry.stored("../../etc/cron.d/x", CONTENT)),
                        "entry '../../etc/cron.d/x' is none that a session has; nothing is unpacked"),
                Arguments.of(
                        "names an absolute path",
                        zip(Entry.stored("/etc/passwd", CONTENT)),
                        "entry '/etc/passwd' is none that a session has; nothing is unpacked"),
                Arguments.of(
                        "climbs from within a lane",
                        zip(Entry.stored("trace/00000001/../../../x.cq4", CONTENT)),
                        "entry 'trace/00000001/../../../x.cq4' is none that a session has; nothing is unpacked"),
                Arguments.of(
                        "climbs by its manifest",
                        zip(manifest(listing("..\\\\x.cq4", 0, "")), Entry.stored(CYCLE, CONTENT)),
                        "its manifest lists '..\\x.cq4', which no session has; nothing is unpacked"),
                Arguments.of(
                        "is a bomb",
                        zip(new Entry(CYCLE, BOMB, ZipEntry.DEFLATED)),
                        "entry " + CYCLE + " is compressed (zip method 8), and a session's never are"),
                Arguments.of(
                        "has a link",
                        link(sound()),
                        "entry " + CYCLE + " is a link or a device, and a session has files alone"),
                Arguments.of("has an entry twice", twice(), "entry " + CYCLE + " is there twice"),
                Arguments.of(
                        "lists a file twice",
                        zip(
                                manifest(listing(CYCLE, CONTENT.length, sha())
                                        .replace("}]", "}," + file(CYCLE, CONTENT.length, sha()) + "]")),
                                Entry.stored(CYCLE, CONTENT)),
                        "its manifest lists " + CYCLE + " twice"),
                Arguments.of(
                        "lists what is not there",
                        zip(manifest(listing(CYCLE, CONTENT.length, sha()))),
                        CYCLE + " is missing, which its manifest lists"),
                Arguments.of(
                        "has what is not listed",
                        zip(manifest("{\"format\":\"rtz\",\"version\":1,\"files\":[]}"), Entry.stored(CYCLE, CONTENT)),
                        "entry " + CYCLE + " is not listed in its manifest"),
                Arguments.of(
                        "has another length than listed",
                        zip(manifest(listing(CYCLE, 7, sha())), Entry.stored(CYCLE, CONTENT)),
                        CYCLE + " has 41 bytes, and its manifest says 7"),
                Arguments.of(
                        "was changed with its checksum",
                        zip(manifest(listing(CYCLE, CONTENT.length, "00")), Entry.stored(CYCLE, CONTENT)),
                        CYCLE + " was changed: its SHA-256 is " + sha() + ", and its manifest says 00"),
                Arguments.of(
                        "has a flipped bit", flipped(sound()), "entry " + CYCLE + " is damaged: its checksum is wrong"),
                Arguments.of(
                        "claims a million entries",
                        patched(sound(), end -> end.putShort(10, (short) 0xFFFF)),
                        "its directory does not fit the file"),
                Arguments.of(
                        "claims more entries than it has",
                        patched(sound(), end -> end.putShort(10, (short) 5_000)),
                        "its directory ends after 2 of 5000 entries"),
                Arguments.of(
                        "has its directory beyond its end",
                        patched(sound(), end -> end.putInt(16, 0x7FFF_FFFF)),
                        "its directory does not fit the file"),
                Arguments.of(
                        "claims a directory of gigabytes",
                        patched(sound(), end -> end.putInt(12, 0x7FFF_FFFF)),
                        "its directory claims 2 entries in 2147483647 bytes, more than a session has"),
                Arguments.of(
                        "has an entry beyond its end",
                        patchedEntry(sound(), entry -> entry.putInt(42, 0x7FFF_FFF0)),
                        "it ends inside the header of " + CYCLE),
                Arguments.of(
                        "claims an entry of gigabytes",
                        patchedEntry(
                                sound(), entry -> entry.putInt(20, 0x7FFF_FFF0).putInt(24, 0x7FFF_FFF0)),
                        CYCLE + " has 2147483632 bytes, and its manifest says 41"),
                Arguments.of(
                        "has an entry that zip encrypts",
                        patchedEntry(sound(), entry -> entry.putShort(8, (short) 1)),
                        "entry " + CYCLE + " is encrypted by zip, which a session never is"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void refusesAFileThat(String what, byte[] bytes, String message) throws IOException {
        Path file = folder.resolve("session.rtz");
        Files.write(file, bytes);

        assertThatThrownBy(() -> RtzFile.open(file, Optional.empty()))
                .as(what)
                .isInstanceOf(RtzRefusedException.class)
                .hasMessage(file + " is refused: " + message);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void neitherHangsNorWritesElsewhereWhateverTheBytes() throws IOException {
        Path file = folder.resolve("session.rtz");
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] sound = sound();
        for (int round = 0; round < 500; round++) {
            byte[] bytes = sound.clone();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try (RtzFile opened = RtzFile.open(file, Optional.empty())) {
                assertThat(Files.readAllBytes(opened.journal().resolve(CYCLE)))
                        .as("seed %d", seed)
                        .isEqualTo(CONTENT);
            } catch (RtzRefusedException e) {
                assertThat(e.getMessage()).as("seed %d", seed).startsWith(file + " is refused: ");
            }
        }
    }

    private static byte[] sound() throws IOException {
        return zip(manifest(listing(CYCLE, CONTENT.length, sha())), Entry.stored(CYCLE, CONTENT));
    }

    private static String sha() {
        return HexFormat.of().formatHex(RtzWriter.sha256().digest(CONTENT));
    }

    private static String listing(String name, long bytes, String sha256) {
        return "{\"format\":\"rtz\",\"version\":1,\"files\":[" + file(name, bytes, sha256) + "]}";
    }

    private static String file(String name, long bytes, String sha256) {
        return "{\"name\":\"" + name + "\",\"bytes\":" + bytes + ",\"sha256\":\"" + sha256 + "\"}";
    }

    private static Entry manifest(String json) {
        return Entry.stored("manifest.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] zip(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Entry entry : entries) {
                ZipEntry header = new ZipEntry(entry.name());
                header.setMethod(entry.method());
                if (entry.method() == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(entry.bytes());
                    header.setSize(entry.bytes().length);
                    header.setCrc(crc.getValue());
                }
                zip.putNextEntry(header);
                zip.write(entry.bytes());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] cut(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 7);
    }

    private static byte[] flipped(byte[] bytes) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("a cycle, for");
        bytes[at] ^= 1;
        return bytes;
    }

    private static byte[] link(byte[] bytes) {
        return patchedEntry(bytes, entry -> entry.put(5, (byte) 3).putInt(38, 0xA1FF << 16));
    }

    private static byte[] twice() throws IOException {
        String other = CYCLE.replace("090000", "090001");
        byte[] bytes = zip(
                manifest(listing(CYCLE, CONTENT.length, sha())),
                Entry.stored(CYCLE, CONTENT),
                Entry.stored(other, CONTENT));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<Integer> found = new ArrayList<>();
        for (int at = text.indexOf(other); at >= 0; at = text.indexOf(other, at + 1)) {
            found.add(at);
        }
        found.forEach(at -> System.arraycopy(CYCLE.getBytes(StandardCharsets.UTF_8), 0, bytes, at, CYCLE.length()));
        return bytes;
    }

    private static byte[] patched(byte[] bytes, Consumer<ByteBuffer> end) {
        end.accept(ByteBuffer.wrap(bytes, bytes.length - 22, 22).slice().order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }

    /** The directory's entry of the cycle, which is its last. */
    private static byte[] patchedEntry(byte[] bytes, Consumer<ByteBuffer> change) {
        int at = bytes.length - 22 - CYCLE.length() - 46;
        change.accept(ByteBuffer.wrap(bytes, at, 46).slice().order(ByteOrder.LITTLE_ENDIAN));
        return bytes;
    }
}
