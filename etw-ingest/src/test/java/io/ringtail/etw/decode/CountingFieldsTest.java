package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.ring.block.EventView;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.NamedNumber;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A field that gives the count of another is itself read like any other, wherever it stands and whatever it shows. */
class CountingFieldsTest {
    /** With fields before the count: none, of constant width, of variable width. */
    @ParameterizedTest
    @CsvSource({
        "'', '', 02 07 09",
        "'<data name=\"a\" inType=\"win:UInt32\"/>', '', 01 00 00 00 02 07 09",
        "'<data name=\"a\" inType=\"win:AnsiString\"/>', '', 41 00 02 07 09",
        "'', 'map=\"m\"', 02 07 09",
        "'<data name=\"a\" inType=\"win:UInt32\"/>', 'map=\"m\"', 01 00 00 00 02 07 09",
        "'<data name=\"a\" inType=\"win:AnsiString\"/>', 'map=\"m\"', 41 00 02 07 09",
    })
    void aCountIsReadAndCounts(String before, String map, String payload) throws Exception {
        String manifest = "<provider name='A' guid='{" + Recorded.PROVIDER + "}'><templates><template tid='t'>" + before
                + "<data name='n' inType='win:UInt8' " + map + "/><data name='v' inType='win:UInt8' count='n'/>"
                + "</template></templates><maps><valueMap name='m'><map value='2' message='two'/></valueMap></maps>"
                + "<events><event value='12' template='t'/></events></provider>";
        EtwLayout layout = Recorded.layout(
                Recorded.manifest(12, 0, 0),
                new Schema(
                        SchemaFormat.MANIFEST.label(),
                        0,
                        100,
                        Schema.Rank.IMPORTED,
                        manifest.getBytes(StandardCharsets.UTF_8)));
        EventView event = Recorded.event(bytes(payload));

        assertThat(Recorded.read(layout, "n", event))
                .isEqualTo(map.isEmpty() ? (Object) 2L : new NamedNumber(2, "two"));
        assertThat(Recorded.read(layout, "v", event)).isEqualTo(List.of(7L, 9L));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.ofDelimiter(" ").parseHex(hex);
    }
}
