package io.ringtail.ring.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {
    private static final int CODEC_AT = 120;
    private static final int STORED_AT = 128;
    private static final int PAYLOAD_BYTES_AT = 24;

    private final Block block = new Block();

    @ParameterizedTest
    @EnumSource(Compression.class)
    void givesBackTheSameEventsHoweverTheyAreStored(Compression compression) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            BlockBuilder plain = new BlockBuilder();
            BlockBuilder packed = new BlockBuilder(compression);
            fill(random, plain, packed);

            byte[] stored = encoded(packed);

            assertThat(block.wrap(stored, 0, stored.length)).as("seed %d", seed).isEmpty();
            assertThat(block.checkAll()).as("seed %d", seed).isEmpty();
            assertThat(print(block)).as("seed %d", seed).isEqualTo(print(wrapped(encoded(plain))));
        }
    }

    @Test
    void storesWhatDoesNotShrinkAsItIs() {
        byte[] noise = new byte[4_000];
        new SplittableRandom(1).nextBytes(noise);
        BlockBuilder plain = new BlockBuilder();
        BlockBuilder packed = new BlockBuilder(Compression.ZSTD);
        plain.add(new EventRecord().clear().payload(noise, 0, noise.length), 1);
        packed.add(new EventRecord().clear().payload(noise, 0, noise.length), 1);

        assertThat(encoded(packed)).isEqualTo(encoded(plain));
    }

    @Test
    void leavesPayloadsPackedWhereOnlyColumnsAreRead() {
        byte[] stored = compressible(Compression.LZ4);
        withHeapOfGarbage(stored);

        assertThat(block.wrap(stored, 0, stored.length)).isEmpty();
        assertThat(block.check(EnumSet.complementOf(EnumSet.of(Section.PAYLOAD, Section.EXTENDED))))
                .isEmpty();
        assertThat(block.payloadBytes(7)).isEqualTo(100);
        assertThat(block.sequence(7)).isEqualTo(17);
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void readsANumberOfAPackedPayloadWithoutAView(Compression compression) {
        wrapped(compressible(compression));
        int number = block.payloadInt(7, 4, -5);
        byte[] payload = new EventView().wrap(block, 7).payload();

        assertThat(number).isEqualTo(ints(payload).getInt(4));
        assertThat(block.payloadInt(7, payload.length - 3, -5)).isEqualTo(-5);
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void saysThatAHeapDoesNotUnpackAndShowsNothingOfIt(Compression compression) {
        byte[] stored = compressible(compression);
        withHeapOfGarbage(stored);
        wrapped(stored);

        assertThat(block.checkAll())
                .contains("what the block has compressed with " + compression.label()
                        + " does not unpack to 100000 bytes");
        assertThat(new EventView().wrap(block, 3).payload()).isEmpty();
        assertThat(block.pid(3)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "120, 3, an unknown method",
        "120, -1, an unknown method",
        "120, 0, a heap that is not compressed and yet shorter",
        "124, 2, a compressed heap of nothing",
        "128, 0, no bytes at all",
        "128, -8, less than none",
        "128, 100001, more than it unpacks to",
        "24, 16777217, more than a block can hold",
        "24, -1, less than none",
        "28, 2000000000, more than a block can hold"
    })
    void refusesAHeaderThatCannotBe(int at, int value, String what) {
        byte[] stored = compressible(Compression.LZ4);
        ints(stored).putInt(at, value);
        sign(stored);

        assertThat(block.wrap(stored, 0, stored.length))
                .as(what)
                .contains("the block's sections do not fit its " + stored.length + " bytes");
    }

    @Test
    void findsEveryFlippedBitOfACompressedHeap() {
        byte[] stored = compressible(Compression.ZSTD);
        int heapAt = heapAt(stored);
        for (int at = heapAt; at < heapAt + ints(stored).getInt(STORED_AT); at++) {
            stored[at] ^= (byte) (1 << at % 8);
            wrapped(stored);
            assertThat(block.checkAll()).contains("the checksum of the block's PAYLOAD section is wrong");
            stored[at] ^= (byte) (1 << at % 8);
        }
    }

    private static void fill(SplittableRandom random, BlockBuilder plain, BlockBuilder packed) {
        EventRecord event = new EventRecord();
        int events = 1 + random.nextInt(300);
        long sequence = random.nextLong(1L << 40);
        for (int i = 0; i < events; i++) {
            byte[] payload = new byte[random.nextInt(200)];
            Arrays.fill(payload, (byte) random.nextInt(4));
            event.clear().payload(payload, 0, payload.length);
            event.timeTicks = random.nextLong();
            event.type = random.nextInt(5);
            if (random.nextBoolean()) {
                event.extended.add(ExtendedItems.CPU_TIME, random.nextInt(3), 8);
            }
            plain.add(event, sequence + i);
            packed.add(event, sequence + i);
        }
    }

    /** A thousand events of 100 bytes each. */
    private static byte[] compressible(Compression compression) {
        BlockBuilder builder = new BlockBuilder(compression);
        for (int i = 0; i < 1_000; i++) {
            builder.add(new EventRecord().clear().payload(new byte[100], 0, 100), 10 + i);
        }
        byte[] stored = encoded(builder);
        assertThat(ints(stored).getInt(CODEC_AT)).isEqualTo(compression.number());
        assertThat(ints(stored).getInt(PAYLOAD_BYTES_AT)).isEqualTo(100_000);
        return stored;
    }

    private static byte[] encoded(BlockBuilder builder) {
        ByteBuffer encoded = builder.encode(3);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private Block wrapped(byte[] stored) {
        assertThat(block.wrap(stored, 0, stored.length)).isEmpty();
        return block;
    }

    private static long print(Block block) {
        EventPrint print = new EventPrint();
        print.add(block);
        return print.value();
    }

    /** Breaks what is stored and signs it, as no accident would. */
    private static void withHeapOfGarbage(byte[] stored) {
        int at = heapAt(stored);
        int length = ints(stored).getInt(STORED_AT);
        new SplittableRandom(5).ints(length, 0, 256).forEach(new java.util.function.IntConsumer() {
            private int next = at;

            @Override
            public void accept(int value) {
                stored[next++] = (byte) value;
            }
        });
        CRC32C crc = new CRC32C();
        crc.update(stored, at, BlockFormat.aligned(length));
        ints(stored).putInt(BlockFormat.SECTION_CRCS_AT + Section.PAYLOAD.ordinal() * 4, (int) crc.getValue());
        sign(stored);
    }

    /** The payload heap is the last section, for there are no extended items. */
    private static int heapAt(byte[] stored) {
        return stored.length - BlockFormat.aligned(ints(stored).getInt(STORED_AT));
    }

    private static void sign(byte[] stored) {
        int headerBytes = BlockFormat.COMPRESSED_TABLES_AT + 2 * BlockFormat.TABLE_ENTRY_BYTES;
        ints(stored).putInt(BlockFormat.HEADER_CRC_AT, 0);
        CRC32C crc = new CRC32C();
        crc.update(stored, 0, headerBytes);
        ints(stored).putInt(BlockFormat.HEADER_CRC_AT, (int) crc.getValue());
    }

    private static ByteBuffer ints(byte[] stored) {
        return ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN);
    }
}
