package io.ringtail.etw.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTableTest {
    private static final UUID CLASS = UUID.fromString("3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c");

    @Test
    void readsWhatItsClassSays() {
        EventTable table = new EventTable();
        table.read("test", """
                # a comment
                map Modes 0 Slow, 1 Fast lane
                provider Some Kernel
                task Work 3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c   # and one more
                event 1 Start
                event 0x0A Load
                fields 1,10 v2-3: Count u16, Values {A u32, B ptr}[Count], Name utf16(Count), Port u16:port, Mode u8=Modes
                fields 1 v4+: Rest ptr[]
                fields 1:
                """);
        EventTable.Entry entry = Objects.requireNonNull(table.entries().get(new EventTable.Key(CLASS, true)));

        EventSchema schema = entry.find(10, 3).orElseThrow();

        assertThat(schema.provider()).isEqualTo("Some Kernel");
        assertThat(schema.task()).isEqualTo("Work");
        assertThat(schema.opcode()).isEqualTo("Load");
        assertThat(schema.slots()).isEqualTo(1);
        assertThat(schema.fields())
                .containsExactly(
                        FieldSchema.of("Count", InType.UINT16, OutType.NONE).withSlot(0),
                        FieldSchema.struct(
                                "Values",
                                new Extent.OfField(0),
                                List.of(
                                        FieldSchema.of("A", InType.UINT32, OutType.NONE),
                                        FieldSchema.of("B", InType.POINTER, OutType.NONE))),
                        FieldSchema.of("Name", InType.UTF16, OutType.NONE).withLength(new Extent.OfField(0)),
                        FieldSchema.of("Port", InType.UINT16, OutType.PORT),
                        FieldSchema.of("Mode", InType.UINT8, OutType.NONE).withMap("Modes"));
        assertThat(table.maps())
                .containsEntry("Modes", new ValueMap("Modes", false, Map.of(0L, "Slow", 1L, "Fast lane")));
        assertThat(entry.find(10, 4)).isEmpty();
        assertThat(entry.find(1, 9).orElseThrow().fields().get(0).count()).isEqualTo(Extent.REST);
        assertThat(entry.find(1, 1).orElseThrow().fields()).isEmpty();
        assertThat(entry.names(99).opcode()).isEqualTo("Opcode(99)");
    }

    /** As the stacks of the .NET runtime, of which its manifest says that they have two addresses. */
    @Test
    void someFieldsCountBeforeWhatTheProviderSays() {
        EventTable table = new EventTable();
        table.read("test", """
                manifest Some-Provider 3d6fa8d0-fe05-11d0-9dda-00c04fd7ba7c
                event 1 Walk
                instead 1 v0: Count u16, Addresses ptr[Count]
                fields 2: Other u32
                """);
        EventTable.Entry entry = Objects.requireNonNull(table.entries().get(new EventTable.Key(CLASS, false)));
        FieldSchema few = FieldSchema.of("Addresses", InType.POINTER, OutType.NONE);
        EventSchema own = new EventSchema("P", "T", "O", "", "of %1", List.of(few), 0);

        EventSchema corrected = entry.corrected(own, 1, 0);

        assertThat(corrected.fields()).extracting(FieldSchema::name).containsExactly("Count", "Addresses");
        assertThat(corrected.slots()).isEqualTo(1);
        assertThat(corrected.message()).isEqualTo("of %1");
        assertThat(entry.corrected(own, 1, 1)).isEqualTo(own);
        assertThat(entry.corrected(own, 2, 0)).isEqualTo(own);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    nonsense 1           | test:1: no line starts with 'nonsense'
                    fields 1: A u99      | test:1: field A has the unknown type 'u99'
                    fields 1: A u8 }     | test:1: '}' is not expected here
                    fields 1: A u8=No    | test:1: field A has the unknown map 'No'
                    fields 1: [          | test:1: a name is expected at '['
                    """)
    void refusesWhatItCannotRead(String line, String message) {
        assertThatThrownBy(() -> new EventTable().read("test", line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
