package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Schemas and payloads made to break the reader: nothing throws, nothing hangs; each seed is named when it does. */
class HostileBytesTest {
    private static final int ROUNDS = 1_500;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final EventType MANIFEST_EVENT = Recorded.manifest(12, 0, 1);

    @Test
    void readsAnyPayloadByAnyTraceLoggingMetadata() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Bytes fields = Bytes.of();
            for (int i = random.nextInt(12); i > 0; i--) {
                fields.utf8("f").u8(random.nextInt(256)).u8(random.nextInt(256));
            }
            byte[] metadata = TraceLoggingTest.metadata("E", fields);
            mutate(metadata, random);
            int pointerBytes = random.nextBoolean() ? 4 : 8;

            readAll("TraceLogging seed " + seed, Recorded.traceLogging(metadata, pointerBytes), random);
        }
    }

    @Test
    void readsAnyPayloadByAnyEventInfo() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int number = random.nextInt(1, 6);
            TdhBlock block = new TdhBlock(Recorded.PROVIDER, 12, number);
            for (int i = 0; i < number; i++) {
                if (random.nextInt(3) == 0) {
                    block.struct("s", random.nextInt(number), random.nextInt(3), flags(random), random.nextInt(9));
                } else {
                    int in = random.nextInt(8) == 0 ? random.nextInt(300, 311) : random.nextInt(26);
                    block.property(
                            flags(random),
                            "p",
                            in,
                            random.nextInt(40),
                            "",
                            random.nextInt(number + 1),
                            random.nextInt(9));
                }
            }
            byte[] content = block.message("%1 %2 %3!s! %%%").bytes();
            if (random.nextBoolean()) {
                mutate(content, random);
            }
            Schema schema = TdhBlock.schema(SchemaFormat.TDH_EVENT, 0, content);

            readAll("event info seed " + seed, MANIFEST_EVENT, random, schema);
        }
    }

    @Test
    void readsAnyManifest() {
        String manifest = "<provider name='A' guid='{" + Recorded.PROVIDER + "}'><templates><template tid='t'>"
                + "<data name='n' inType='win:UInt16'/><data name='v' inType='win:UInt8' count='n' map='m'/>"
                + "<struct name='s' count='n'><data name='x' inType='win:AnsiString' length='2'/></struct>"
                + "</template></templates><maps><valueMap name='m'><map value='1' message='one'/></valueMap></maps>"
                + "<events><event value='12' template='t' opcode='win:Start' message='%1 %2'/></events></provider>";
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] content = manifest.getBytes(StandardCharsets.UTF_8);
            if (seed > 0) {
                mutate(content, random);
            }
            Schema schema =
                    new Schema(SchemaFormat.EVENT_SOURCE_MANIFEST.label(), 0, 100, Schema.Rank.IN_TRACE, content);

            readAll("manifest seed " + seed, MANIFEST_EVENT, random, schema);
        }
    }

    @Test
    void readsAnyKernelPayload() {
        java.util.List<java.util.UUID> classes = BuiltInTest.classes();
        for (int seed = 0; seed < ROUNDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            EventType type = Recorded.kernel(
                    classes.get(random.nextInt(classes.size())),
                    random.nextInt(128),
                    random.nextInt(6),
                    random.nextBoolean() ? 4 : 8);

            readAll("kernel seed " + seed, type, random);
        }
    }

    private static void readAll(String what, EventType type, SplittableRandom random, Schema... schemas) {
        byte[] payload = new byte[random.nextInt(6) == 0 ? random.nextInt(65_536) : random.nextInt(64)];
        random.nextBytes(payload);
        long start = System.nanoTime();
        try {
            EtwLayout layout = Recorded.layout(type, schemas);
            EventView event = Recorded.event(payload);
            assertThat(layout.payload(event)).isNotNull();
            assertThat(layout.problem(event)).isNotNull();
            assertThat(layout.message(event)).isNotNull();
            for (int i = 0; i < layout.fields().size(); i++) {
                Recorded.read(layout, i, event);
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(what, e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(LIMIT);
    }

    private static int flags(SplittableRandom random) {
        return random.nextInt(3) == 0 ? random.nextInt(64) & ~1 : 0;
    }

    private static void mutate(byte[] bytes, SplittableRandom random) {
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = random.nextBoolean() ? (byte) random.nextInt(256) : (byte) (random.nextBoolean() ? 0xFF : 0);
        }
    }
}
