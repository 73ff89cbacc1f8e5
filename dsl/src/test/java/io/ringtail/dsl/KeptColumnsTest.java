package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.dsl.engine.KeptColumns;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.ScalarType;
import java.io.IOException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns that queries keep for each other: what is read for them the third time, and that rows never differ. */
class KeptColumnsTest {
    private static final String BY_URL =
            "['Provider-1/Event10'] | where Url contains 'a' | summarize n = count(), p = percentile(Status, 95) by Url";
    private static final int EVENTS = 3000;
    /** Room for one table of texts and little else. */
    private static final long SMALL = 160_000;

    private final Traces traces = traces(EVENTS);
    private final KeptColumns kept = KeptColumns.upTo(1 << 20);

    private static Traces traces(int events) {
        return fill(new Traces(), events);
    }

    private static Traces fill(Traces traces, int events) {
        for (int i = 0; i < events; i++) {
            if (i % 3 == 0) {
                traces.disk(i, 8, i % 7, i, "file" + i);
            } else {
                traces.request(i, 100 + i % 5, 200 + i % 4, "/a" + i % 11);
            }
            if (i % 500 == 499) {
                traces.endBlock();
            }
        }
        return traces.endBlock();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "['Provider-1/Event10'] | where Url contains 'a1' | count !",
                "['Provider-1/Event10'] | summarize count(), percentile(Status, 95) by Url !",
                "['Provider-1/Event10'] | top 3 by Status | project Timestamp, Status ! TIME",
                "['Provider-1/Event10'] | where Url == '/a3' | project Sequence, Status ! SEQUENCE",
                "['Provider-1/Event10'] | summarize count() by Cpu ! CPU",
                "events | where EventId == 10 and Url startswith '/a' | summarize count() by bin(Timestamp, 1s) ! TIME",
                "events | where EventId == 10 and Timestamp > datetime(2026-01-01) + 700ms | distinct Url ! TIME",
                "['Provider-1/Event10'] | where Cpu == 2 | summarize max(Status), dcount(Url) ! CPU",
            })
    void whatIsAskedForAgainIsReadNoMore(String query, String stillRead) throws IOException {
        String first = ask(query);
        ask(query);
        traces.recording.takeTouched();

        assertThat(ask(query)).isEqualTo(first);

        EnumSet<Section> wanted = EnumSet.noneOf(Section.class);
        if (stillRead != null) {
            wanted.add(Section.valueOf(stillRead));
        }
        assertThat(traces.recording.takeTouched()).isEqualTo(wanted);
    }

    @Test
    void anotherQueryTakesWhatIsThere() throws IOException {
        ask("['Provider-1/Event10'] | where Url == '/a1' | count");
        ask("['Provider-1/Event10'] | distinct Url");
        traces.recording.takeTouched();

        ask("events | where EventId == 10 | summarize take_any(Url)");

        assertThat(traces.recording.takeTouched()).isEmpty();
    }

    @Test
    void blocksWithEventsOfOneTypeAloneAreKeptToo() throws IOException {
        Traces alone = new Traces();
        for (int i = 0; i < 1000; i++) {
            alone.request(i, 100, 200 + i % 4, "/a" + i % 11);
            if (i % 300 == 299) {
                alone.endBlock();
            }
        }
        alone.endBlock();
        String query = "['Provider-1/Event10'] | where Status > 201 | summarize count() by Url";
        String first = ask(query, alone);
        ask(query, alone);
        alone.recording.takeTouched();

        assertThat(ask(query, alone)).isEqualTo(first);

        assertThat(alone.recording.takeTouched()).isEmpty();
    }

    @Test
    void blocksThatAreStoredAnewReplaceWhatWasKept() throws IOException {
        Traces again = new Traces();
        again.recording.epoch(2); // the same events in blocks of other bytes
        fill(again, EVENTS);
        for (int run = 0; run < 3; run++) {
            ask(BY_URL);
        }
        long bytes = kept.bytes();
        for (int run = 0; run < 2; run++) {
            assertThat(ask(BY_URL, again)).isEqualTo(plain(BY_URL));
        }
        again.recording.takeTouched();

        ask(BY_URL, again);

        assertThat(again.recording.takeTouched()).isEmpty();
        assertThat(kept.bytes()).isEqualTo(bytes);
    }

    @Test
    void theTableOfTextsCountsToo() throws IOException {
        for (int run = 0; run < 2; run++) {
            ask("['Provider-1/Event10'] | distinct Url");
        }

        assertThat(kept.bytes()).isBetween(100_000L, 200_000L);
    }

    @Test
    void oneQuestionKeepsNothing() throws IOException {
        ask(BY_URL);

        assertThat(kept.bytes()).isZero();
    }

    @Test
    void whatIsWrittenMeanwhileIsThere() throws IOException {
        String query = "['Provider-1/Event10'] | summarize count() by Url";
        for (int run = 0; run < 4; run++) {
            traces.request(9_000 + run, 100, 200, "/new" + run).endBlock();

            assertThat(ask(query)).isEqualTo(plain(query)).contains("/new" + run);
        }
    }

    @Test
    void aFieldThatIsReadOtherwiseIsAnotherColumn() throws IOException {
        String query = "['Provider-1/Event10'] | summarize sum(Status), count() by Url";
        for (int run = 0; run < 3; run++) {
            ask(query);
        }
        FakeDecoder other = new FakeDecoder(traces.recording.catalog())
                .with(
                        traces.request,
                        new Field("Other", ScalarType.LONG, false),
                        new Field("Status", ScalarType.LONG, false),
                        new Field("Url", ScalarType.STRING, false));

        for (int run = 0; run < 3; run++) {
            assertThat(ask(query, other)).isEqualTo(Queries.compact(query, traces.recording, other));
        }
        assertThat(ask(query, other)).isNotEqualTo(ask(query));
    }

    @Test
    void whatGoesByProcessIsRightToo() throws IOException {
        traces.decoder.namedByProcess(traces.request, "Of");
        String query = "events | where EventName == 'Of102' | summarize count(), max(Status) by Url";
        for (int run = 0; run < 3; run++) {
            assertThat(ask(query)).isEqualTo(plain(query)).contains("/a");
        }
    }

    @Test
    void textsThatAllDifferAreLeftWhereTheyAre() throws IOException {
        Traces many = new Traces();
        for (int i = 0; i < 10_000; i++) {
            many.request(i, 4, i, "/" + i);
        }
        many.endBlock();
        String query = "['Provider-1/Event10'] | where Url endswith '77' | summarize count(), sum(Status)";
        for (int run = 0; run < 4; run++) {
            assertThat(Queries.compact(Queries.bound(query, many.recording, many.decoder)
                            .keeping(kept)
                            .run()))
                    .contains("[100,");
        }
        many.recording.takeTouched();
        Queries.bound(query, many.recording, many.decoder).keeping(kept).run();

        assertThat(many.recording.takeTouched()).contains(Section.PAYLOAD);
        assertThat(kept.bytes()).isLessThan(10_000 * (Long.BYTES + Integer.BYTES + 1)); // no texts
    }

    @Test
    void takesNoMoreThanItMayAndForgetsWhatWasNotAskedForLongest() throws IOException {
        KeptColumns small = KeptColumns.upTo(SMALL);
        String urls = "['Provider-1/Event10'] | summarize count() by Url";
        String files = "['Provider-2/Event20'] | summarize max(Offset)";
        for (String query :
                new String[] {urls, urls, urls, files, files, files, BY_URL, BY_URL, BY_URL, files, files}) {
            assertThat(Queries.compact(Queries.bound(query, traces.recording, traces.decoder)
                            .keeping(small)
                            .run()))
                    .isEqualTo(plain(query));
            assertThat(small.bytes()).isBetween(0L, SMALL);
        }
        traces.recording.takeTouched();

        Queries.bound(files, traces.recording, traces.decoder).keeping(small).run();

        assertThat(traces.recording.takeTouched()).isEmpty();
    }

    private String ask(String query, Traces of) throws IOException {
        return Queries.compact(
                Queries.bound(query, of.recording, of.decoder).keeping(kept).run());
    }

    private String ask(String query) throws IOException {
        return ask(query, traces.decoder);
    }

    /** Bound anew each time, as a shell does. */
    private String ask(String query, PayloadDecoder decoder) throws IOException {
        return Queries.compact(
                Queries.bound(query, traces.recording, decoder).keeping(kept).run());
    }

    private String plain(String query) throws IOException {
        return Queries.compact(
                Queries.bound(query, traces.recording, traces.decoder).run());
    }
}
