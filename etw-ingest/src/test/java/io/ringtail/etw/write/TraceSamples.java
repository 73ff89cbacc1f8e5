package io.ringtail.etw.write;

import io.ringtail.etw.schema.InType;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.ExtendedItems;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.event.Ticks;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/** Small traces that hold events of every kind, their schemas, and every way to store them. */
public final class TraceSamples {
    private static final long START = Ticks.of(Instant.parse("2026-03-02T09:00:00Z"));
    private static final UUID PROVIDER = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");

    private TraceSamples() {}

    public static Stream<byte[]> all() throws IOException {
        List<byte[]> traces = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            traces.add(trace(seed));
        }
        return traces.stream();
    }

    private static byte[] trace(int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Clock clock = seed % 3 == 0 ? EtlOptions.systemTime(START) : EtlOptions.qpc(1_000_000, START);
        BufferOptions buffers = new BufferOptions(seed % 4 == 0 ? 4096 : 1 << 13, 2, seed % 2 == 0, seed % 4 < 2);
        MemoryChannel file = new MemoryChannel();
        try (EtlWriter writer = EtlWriter.to(file, EtlOptions.of(clock, 2).withBuffers(buffers))) {
            RandomEvents events = new RandomEvents(random, 2, 200);
            long raw = clock.raw0();
            for (int i = 0; i < 12; i++) {
                RandomEvents.Sample sample = events.next();
                writer.write(sample.type(), ++raw, sample.record());
            }
            writeDescribed(writer, ++raw);
        }
        return file.toBytes();
    }

    private static void writeDescribed(EtlWriter writer, long raw) throws IOException {
        EventRecord record = new EventRecord().clear();
        EventType type = new EventType(HeaderKind.EVENT, 8, PROVIDER, 7, 0, 0, 4, 1, 1, 0, EventType.NO_TRACE_LOGGING);
        new PayloadBuilder(8).int32(100).into(record);
        writer.write(type, raw, record);
        ProviderIdentity provider = ProviderIdentity.named("Contoso.Deploy");
        EventType tracing = TraceLoggingEvent.of("Started", TraceLoggingField.of("weight", InType.INT32))
                .type(8, provider.guid(), 4, 1, 0x10);
        byte[] traits = provider.traits();
        record.clear();
        record.extended.add(ExtendedItems.PROVIDER_TRAITS, traits, 0, traits.length);
        writer.write(tracing, raw + 1, record.payload(new byte[] {5, 0, 0, 0}, 0, 4));
        EventInfo info =
                EventInfo.of(type, "Contoso", "Order", "win:Start", "of %1", EventProperty.of("Amount", InType.INT32));
        record.clear();
        byte[] block = info.payload();
        writer.write(EventInfo.recordType(8), raw + 2, record.payload(block, 0, block.length));
    }
}
