package io.ringtail.ring.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.Guids;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlockTest {
    private static final UUID ACTIVITY = UUID.fromString("66931e3d-e311-0000-06d0-af6611e3d501");

    private final BlockBuilder builder = new BlockBuilder();
    private final Block block = new Block();
    private final EventView view = new EventView();

    @Test
    void givesBackWhatWasAdded() {
        EventRecord event = new EventRecord().clear();
        event.timeTicks = 77;
        event.type = 5;
        event.source = 2;
        event.pid = 1000;
        event.tid = -1;
        event.cpu = 65_000;
        event.payload(new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 8);
        event.extended.add(ExtendedItems.CPU_TIME, 12, 8);
        event.extended.add(ExtendedItems.ACTIVITY_ID, guidBytes(ACTIVITY), 0, 16);
        builder.add(event, 42);
        builder.add(event.clear(), 50);

        assertThat(wrapEncoded()).isEmpty();

        assertThat(block.checkAll()).isEmpty();
        assertThat(block.count()).isEqualTo(2);
        assertThat(block.epoch()).isEqualTo(3);
        assertThat(block.firstSequence()).isEqualTo(42);
        assertThat(block.lastSequence()).isEqualTo(50);
        assertThat(block.minTimeTicks()).isZero();
        assertThat(block.maxTimeTicks()).isEqualTo(77);
        assertThat(block.typeEntries()).isEqualTo(2);
        assertThat(block.typeEntry(1)).isEqualTo(5);
        assertThat(block.typeEntryCount(1)).isEqualTo(1);
        assertThat(block.sourceEntry(1)).isEqualTo(2);
        view.wrap(block, 0);
        assertThat(view.sequence()).isEqualTo(42);
        assertThat(view.timeTicks()).isEqualTo(77);
        assertThat(view.type()).isEqualTo(5);
        assertThat(view.source()).isEqualTo(2);
        assertThat(view.pid()).isEqualTo(1000);
        assertThat(view.tid()).isEqualTo(-1);
        assertThat(view.cpu()).isEqualTo(65_000);
        assertThat(view.getLong(0)).isEqualTo(0x0807060504030201L);
        assertThat(view.activityId()).isEqualTo(ACTIVITY);
        assertThat(view.relatedActivityId()).isNull();
        assertThat(view.extendedItem(ExtendedItems.CPU_TIME)).containsExactly(12, 0, 0, 0, 0, 0, 0, 0);
        view.wrap(block, 1);
        assertThat(view.sequence()).isEqualTo(50);
        assertThat(view.payloadBytes()).isZero();
        assertThat(view.activityId()).isNull();
    }

    @Test
    void refusesToReadPastThePayload() {
        EventRecord event = new EventRecord().clear().payload(new byte[4], 0, 4);
        builder.add(event, 0);
        wrapEncoded();
        view.wrap(block, 0);

        assertThatThrownBy(() -> view.getLong(0))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("8 bytes at 0 of a payload of 4 bytes");
        assertThatThrownBy(() -> view.getInt(Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.getByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void isFullAtItsLimits() {
        EventRecord event = new EventRecord().clear();
        for (int i = 0; i < BlockBuilder.MAX_EVENTS; i++) {
            assertThat(builder.isFull()).isFalse();
            builder.add(event, i);
        }
        assertThat(builder.isFull()).isTrue();
        assertThatThrownBy(() -> builder.add(event, 9)).hasMessage("the block is full: encode and clear it first");
        builder.clear();
        event.payload(new byte[BlockBuilder.MAX_HEAP_BYTES], 0, BlockBuilder.MAX_HEAP_BYTES);
        builder.add(event, 0);
        assertThat(builder.isFull()).isTrue();
    }

    @Test
    void findsEveryFlippedBit() {
        SplittableRandom random = new SplittableRandom(11);
        EventRecord event = new EventRecord().clear();
        for (int i = 0; i < 20; i++) {
            byte[] payload = new byte[random.nextInt(50)];
            random.nextBytes(payload);
            event.clear().payload(payload, 0, payload.length);
            event.type = random.nextInt(4);
            event.extended.add(ExtendedItems.CPU_TIME, random.nextLong(), 8);
            builder.add(event, i);
        }
        byte[] good = encoded();
        int length = good.length;
        for (int bit = 0; bit < length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);

            boolean found =
                    block.wrap(bad, 0, length).isPresent() || block.checkAll().isPresent();

            assertThat(found).as("bit %d", bit).isTrue();
        }
    }

    @Test
    void namesWhatIsWrong() {
        builder.add(new EventRecord().clear(), 0);
        byte[] bytes = encoded();
        int length = bytes.length;

        assertThat(block.wrap(bytes, 0, 50)).contains("a block has at least 120 bytes, here are 50");
        assertThat(block.wrap(bytes, 0, length - 8)).contains("the block's sections do not fit its 208 bytes");
        assertThat(block.wrap(new byte[200], 0, 200)).contains("no block starts here: the magic number is 0x0");
        bytes[BlockFormat.VERSION_AT] = 9;
        assertThat(block.wrap(bytes, 0, length))
                .contains("block format version 9 is not known to this Ringtail, which reads versions 1 and 2");
        bytes[BlockFormat.VERSION_AT] = 1;
        bytes[BlockFormat.EPOCH_AT]++;
        assertThat(block.wrap(bytes, 0, length)).contains("the checksum of the block's header is wrong");
    }

    private java.util.Optional<String> wrapEncoded() {
        return block.wrap(builder.encode(3));
    }

    private byte[] encoded() {
        ByteBuffer encoded = builder.encode(1);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static byte[] guidBytes(UUID guid) {
        return ByteBuffer.allocate(16)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .putLong(Guids.low(guid))
                .putLong(Guids.high(guid))
                .array();
    }
}
