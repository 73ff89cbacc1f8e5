package io.ringtail.ring.journal;

import com.google.protobuf.ByteString;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.journal.proto.ClockEntry;
import io.ringtail.ring.journal.proto.Fact;
import io.ringtail.ring.journal.proto.SchemaEntry;
import io.ringtail.ring.journal.proto.SourceEntry;
import io.ringtail.ring.journal.proto.TypeEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that the catalog got to know, as stored. {@code revision} counts entries over the journal's life, so that
 * applying entries twice or out of order does no harm.
 */
sealed interface CatalogEntry {
    /** More ids than any journal has; keeps a hostile entry from claiming memory. */
    int MAX_IDS = 1 << 22;

    long revision();

    io.ringtail.ring.journal.proto.CatalogEntry toProto();

    record OfType(long revision, int id, EventType type) implements CatalogEntry {
        @Override
        public io.ringtail.ring.journal.proto.CatalogEntry toProto() {
            TypeEntry.Builder entry = TypeEntry.newBuilder().setId(id).setStored(ByteString.copyFrom(type.toBytes()));
            return builder(revision).setType(entry).build();
        }
    }

    record OfSource(long revision, int id, Source source) implements CatalogEntry {
        @Override
        public io.ringtail.ring.journal.proto.CatalogEntry toProto() {
            SourceEntry.Builder entry = SourceEntry.newBuilder()
                    .setId(id)
                    .setName(source.name())
                    .setSession(source.session())
                    .setMachine(source.machine())
                    .setKind(source.kind())
                    .setClock(clock(source.clock()))
                    .setBootTicks(source.bootTicks())
                    .setBiasMinutes(source.biasMinutes());
            source.facts()
                    .forEach((name, value) ->
                            entry.addFacts(Fact.newBuilder().setName(name).setValue(value)));
            return builder(revision).setSource(entry).build();
        }
    }

    record OfSchema(long revision, Schema schema) implements CatalogEntry {
        @Override
        public io.ringtail.ring.journal.proto.CatalogEntry toProto() {
            SchemaEntry.Builder entry = SchemaEntry.newBuilder()
                    .setFormat(schema.format())
                    .setSource(schema.source())
                    .setPid(schema.pid())
                    .setRank(schema.rank().ordinal())
                    .setContent(ByteString.copyFrom(schema.content()));
            return builder(revision).setSchema(entry).build();
        }
    }

    /**
     * The entry of its stored form.
     *
     * @throws IllegalArgumentException if it says something that this Ringtail does not know
     */
    static CatalogEntry of(io.ringtail.ring.journal.proto.CatalogEntry stored) {
        long revision = stored.getRevision();
        return switch (stored.getEntryCase()) {
            case TYPE ->
                new OfType(
                        revision,
                        checkedId(stored.getType().getId()),
                        EventType.ofBytes(stored.getType().getStored().toByteArray()));
            case SOURCE -> new OfSource(revision, checkedId(stored.getSource().getId()), source(stored.getSource()));
            case SCHEMA -> new OfSchema(revision, schema(stored.getSchema()));
            case ENTRY_NOT_SET -> throw new IllegalArgumentException("a catalog entry is of no known kind");
        };
    }

    private static io.ringtail.ring.journal.proto.CatalogEntry.Builder builder(long revision) {
        return io.ringtail.ring.journal.proto.CatalogEntry.newBuilder().setRevision(revision);
    }

    private static ClockEntry clock(Clock clock) {
        return ClockEntry.newBuilder()
                .setKind(clock.kind().ordinal())
                .setRaw0(clock.raw0())
                .setStartTicks(clock.startTicks())
                .setFrequency(clock.frequency())
                .build();
    }

    private static int checkedId(int id) {
        if (id < 0 || id >= MAX_IDS) {
            throw new IllegalArgumentException("a catalog entry has the id " + id + ", above what a journal can have");
        }
        return id;
    }

    private static Source source(SourceEntry stored) {
        Map<String, String> facts = new LinkedHashMap<>();
        stored.getFactsList().forEach(fact -> facts.put(fact.getName(), fact.getValue()));
        ClockEntry clock = stored.getClock();
        return new Source(
                stored.getName(),
                stored.getSession(),
                stored.getMachine(),
                stored.getKind(),
                new Clock(
                        numbered(Clock.Kind.values(), clock.getKind()),
                        clock.getRaw0(),
                        clock.getStartTicks(),
                        clock.getFrequency()),
                stored.getBootTicks(),
                stored.getBiasMinutes(),
                facts);
    }

    private static Schema schema(SchemaEntry stored) {
        return new Schema(
                stored.getFormat(),
                stored.getSource(),
                stored.getPid(),
                numbered(Schema.Rank.values(), stored.getRank()),
                stored.getContent().toByteArray());
    }

    private static <E extends Enum<E>> E numbered(E[] values, int number) {
        if (number < 0 || number >= values.length) {
            throw new IllegalArgumentException("a catalog entry has the unknown number " + number + " for a "
                    + values[0].getDeclaringClass().getSimpleName());
        }
        return values[number];
    }
}
