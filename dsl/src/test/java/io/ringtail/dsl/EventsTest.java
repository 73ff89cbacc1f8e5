package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.result.Column;
import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final Traces small = Traces.small();

    @Test
    void hasTheColumnsOfTheContract() throws IOException {
        BoundQuery query = Queries.bound("events", small.recording, small.decoder);

        assertThat(query.columns().stream().map(Column::name).collect(Collectors.joining(", ")))
                .isEqualTo("Timestamp, Sequence, Provider, EventName, Message, ProcessId, ThreadId, ProcessName, Cpu,"
                        + " Level, EventId, Version, Channel, Opcode, OpcodeName, Task, TaskName, Keywords, ActivityId,"
                        + " RelatedActivityId, ProviderId, HeaderKind, PayloadSize, Payload, Stack, DecodeProblem,"
                        + " CommandLine, ParentProcessId, ThreadName, Machine, Session, LevelName, KeywordNames");
    }

    @Test
    void givesWholeRows() throws IOException {
        assertThat(small.ask("events | where Sequence in (1, 3)"))
                .endsWith(
                        " | [\"2026-01-01T00:00:00.5000000Z\",1,\"Provider-1\",\"Event10\",\"Event10 of 100\",100,101,\"\",0,"
                                + "4,10,1,16,0,\"\",7,\"Task7\",-9223372036854775807,null,null,"
                                + "\"00000000-0000-0000-0000-000000000001\",\"event64\",20,"
                                + "{\"Status\":503,\"ProcessId\":4711,\"Url\":\"/pay\"},null,\"\",\"\",null,\"\",\"HOST\",\"lab\",\"\",\"\"],"
                                + "[\"2026-01-01T00:00:01.5000000Z\",3,\"Provider-3\",\"Event12\",\"Event12 of -1\",null,0,\"\",65535,"
                                + "4,12,1,16,12,\"Opcode12\",null,\"Task9\",0,null,null,"
                                + "\"00000000-0000-0000-0000-000000000003\",\"system64\",0,"
                                + "{},null,\"\",\"\",null,\"\",\"HOST\",\"lab\",\"\",\"\"]");
    }

    @Test
    void countsByPayloadFields() throws IOException {
        assertThat(
                        small.ask(
                                "events | where Url startswith '/cart' | summarize n = count() by Url, Provider | sort by Url asc"))
                .isEqualTo(
                        "Url:string,Provider:string,n:long | [\"/cart\",\"Provider-1\",1],[\"/cart/add\",\"Provider-1\",1]");
    }

    @Test
    void readsAFieldOfTwoTypesAsDynamic() throws IOException {
        assertThat(small.ask("events | project Status | take 3")).isEqualTo("Status:dynamic | [200],[503],[\"0\"]");
        assertThat(small.ask("events | where Status >= 5 | count")).isEqualTo("Count:long | [4]");
        assertThat(small.ask("['Provider-2'] | project Status")).isEqualTo("Status:decimal | [\"0\"],[\"5\"]");
        assertThat(small.ask("['Provider-1/Event10'] | summarize max(Status)")).isEqualTo("max_Status:long | [503]");
    }

    @Test
    void groupsEqualNumbersOfTwoTypes() throws IOException {
        Traces large = new Traces();
        for (long number : new long[] {7, 1_000_000_000_000_000_000L, Long.MAX_VALUE}) {
            large.request(0, 1, number, "/cart").disk(1, 1, number, 0, "C:\\log.txt");
        }
        large.disk(2, 1, Long.MIN_VALUE, 0, "C:\\log.txt"); // a decimal of one more than the greatest long

        assertThat(large.ask("events | summarize n = count() by Status | project n"))
                .isEqualTo("n:long | [2],[2],[2],[1]");
    }

    @Test
    void reachesAFieldNamedAsAColumnThroughThePayload() throws IOException {
        assertThat(small.ask(
                        "events | where Payload.ProcessId == 4711 | project ProcessId, Payload.ProcessId | take 1"))
                .isEqualTo("ProcessId:long,Payload_ProcessId:dynamic | [100,4711]");
    }

    @Test
    void keepsHexadecimalFieldsPlainInJson() throws IOException {
        assertThat(small.ask("events | where isnotnull(Offset) | project Offset"))
                .isEqualTo("Offset:long | [4096],[-1]");
    }

    @Test
    void treatsAnUnknownProcessAsNull() throws IOException {
        assertThat(small.ask("events | where ProcessId == -1 | count")).isEqualTo("Count:long | [0]");
        assertThat(small.ask("events | where ProcessId == 4294967295 | count")).isEqualTo("Count:long | [0]");
        assertThat(small.ask("events | where ProcessId != 100 | count")).isEqualTo("Count:long | [3]");
        assertThat(small.ask("events | where ProcessId < 5 | count")).isEqualTo("Count:long | [1]");
        assertThat(small.ask("events | where isnull(ProcessId) | count")).isEqualTo("Count:long | [1]");
    }

    @Test
    void skipsBlocksByTimeAndByKind() throws IOException {
        small.endBlock();

        assertThat(blocksRead("events | where Timestamp > datetime(2026-01-01 00:00:01.2) | count"))
                .isEqualTo(1);
        assertThat(blocksRead("events | where Provider == 'Provider-3' and EventId == 12 | count"))
                .isEqualTo(1);
        assertThat(blocksRead("events | where EventName has 'nothing' | count")).isZero();
    }

    @Test
    void stopsReadingWhenEnoughRowsAreThere() throws IOException {
        small.endBlock();

        assertThat(blocksRead("events | take 2")).isEqualTo(1);
    }

    private int blocksRead(String query) throws IOException {
        BoundQuery bound = Queries.bound(query, small.recording, small.decoder);
        small.recording.takeBlocksRead();
        bound.run();
        return small.recording.takeBlocksRead();
    }

    @Test
    void takesTheGreatestEventTimeForNow() throws IOException {
        assertThat(small.ask("events | where Timestamp >= ago(1s) | summarize count(), now()-min(Timestamp)"))
                .isEqualTo("count_:long,Column1:timespan | [3,\"00:00:01\"]");
    }

    @Test
    void groupsByTimeBins() throws IOException {
        assertThat(small.ask("events | summarize count() by bin(Timestamp, 1s), Cpu | sort by Timestamp asc, Cpu asc"))
                .isEqualTo("Timestamp:datetime,Cpu:int,count_:long | [\"2026-01-01T00:00:00.0000000Z\",0,2],"
                        + "[\"2026-01-01T00:00:01.0000000Z\",0,1],[\"2026-01-01T00:00:01.0000000Z\",65535,1],"
                        + "[\"2026-01-01T00:00:02.0000000Z\",0,2]");
    }

    @Test
    void namesEventsByProcessWhereTheSchemaDoes() throws IOException {
        small.decoder.namedByProcess(small.request, "Of");

        assertThat(small.ask("events | where EventName == 'Of200' | count")).isEqualTo("Count:long | [1]");
        assertThat(small.ask("events | summarize count() by EventName | top 1 by count_"))
                .isEqualTo("EventName:string,count_:long | [\"Of100\",2]");
    }

    @Test
    void carriesColumnsAndFieldsThroughASort() throws IOException {
        assertThat(
                        small.ask(
                                "events | extend Slow = Timestamp > datetime(2026-01-01 00:00:00.4), P = strcat(Provider, '!')"
                                        + " | sort by Timestamp desc | where Slow | project Url, P, EventName, n = strlen(Url) | take 3"))
                .isEqualTo("Url:string,P:string,EventName:string,n:long | [\"\",\"Provider-2!\",\"Event20\",0],"
                        + "[\"/cart/add\",\"Provider-1!\",\"Event10\",9],[\"\",\"Provider-3!\",\"Event12\",0]");
    }

    @Test
    void tellsWhatIsInTheRecording() throws IOException {
        assertThat(small.ask("types | project Provider, EventName, EventId, Task, Count, Decodable"))
                .endsWith("[\"Provider-1\",\"Event10\",10,7,3,true],[\"Provider-2\",\"Event20\",20,3,2,true],"
                        + "[\"Provider-3\",\"Event12\",12,null,1,false]");
        assertThat(small.ask("sessions | project Session, Source, Machine, FirstTime, Events"))
                .endsWith("[\"lab\",\"a.etl\",\"HOST\",\"2026-01-01T00:00:00.0000000Z\",6]");
        assertThat(small.ask("control | count")).isEqualTo("Count:long | [0]");
    }

    @Test
    void refusesAResultThatIsTooLarge() {
        small.endBlock();
        QueryOptions options = QueryOptions.DEFAULT.withLimits(1 << 20, 2);
        Query.Parse.Ok parsed = (Query.Parse.Ok) Query.parse("events");

        assertThatThrownBy(() -> {
                    var bound = (Query.Binding.Ok) parsed.query().bind(small.recording, small.decoder, options);
                    bound.query().run();
                })
                .isInstanceOf(QueryLimitException.class)
                .hasMessage("the result has more than 2 rows; end the query with '| take 2', or raise --max-rows");
    }

    @Test
    void refusesToKeepTooMuchInMemory() {
        Query.Parse.Ok parsed = (Query.Parse.Ok) Query.parse("range x from 1 to 500000 step 1 | sort by x");
        QueryOptions options = QueryOptions.DEFAULT.withLimits(1 << 20, 2);

        assertThatThrownBy(() -> {
                    var bound = (Query.Binding.Ok) parsed.query().bind(small.recording, small.decoder, options);
                    bound.query().run();
                })
                .isInstanceOf(QueryLimitException.class)
                .hasMessage(
                        "'sort' keeps more than 1 MiB of rows in memory; take fewer rows with 'where' or 'take', keep"
                                + " fewer columns with 'project', or raise --max-memory");
    }

    @Test
    void comparesHeaderColumnsUpToTheEndsOfTheirRange() throws IOException {
        Traces traces = Traces.small();

        assertThat(traces.ask("events | where Sequence > 9223372036854775807 | count"))
                .endsWith("[0]");
        assertThat(traces.ask("events | where Sequence < -9223372036854775807 - 1 | count"))
                .endsWith("[0]");
        assertThat(traces.ask("events | where Sequence != 3 | count")).endsWith("[5]");
        assertThat(traces.ask("events | where ProcessId != 100 | count")).endsWith("[3]");
        assertThat(traces.ask("events | where Cpu >= 0 and Cpu < 1 | count")).endsWith("[5]");
    }
}
