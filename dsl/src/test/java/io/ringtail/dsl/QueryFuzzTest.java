package io.ringtail.dsl;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries of any bytes are parsed and bound, or refused with a place; nothing is thrown. Replays its seeds in the short run;
 * {@code tools/fuzz.sh} lets Jazzer search for others.
 */
class QueryFuzzTest {
    private static final Traces SMALL = Traces.small().endBlock();

    @MethodSource("queries")
    @FuzzTest(maxDuration = "10m")
    void query(byte[] text) throws IOException {
        if (Query.parse(new String(text, StandardCharsets.UTF_8)) instanceof Query.Parse.Ok ok) {
            ok.query().bind(SMALL.recording, SMALL.decoder, QueryOptions.DEFAULT);
        }
    }

    static Stream<byte[]> queries() throws IOException {
        try (var stream = QueryFuzzTest.class.getResourceAsStream("semantics.txt")) {
            String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> line.matches("(print|datatable|let|range|events).*"))
                    .map(line -> line.getBytes(StandardCharsets.UTF_8));
        }
    }
}
