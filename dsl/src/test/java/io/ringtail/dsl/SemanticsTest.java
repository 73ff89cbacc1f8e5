package io.ringtail.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Kusto's rules, value by value: a file holds a query on a line and the whole result on the next, as
 * columns, a bar, and rows in JSON.
 */
class SemanticsTest {
    @TestFactory
    List<DynamicTest> givesWhatKustoGives() throws IOException {
        return cases("semantics.txt");
    }

    @TestFactory
    List<DynamicTest> givesWhatKustosFunctionsGive() throws IOException {
        return cases("functions.txt");
    }

    @TestFactory
    List<DynamicTest> givesWhatKustosAggregatesGive() throws IOException {
        return cases("aggregates.txt");
    }

    @TestFactory
    List<DynamicTest> readsAndPrintsTypesAsKustoDoes() throws IOException {
        return cases("types.txt");
    }

    @TestFactory
    List<DynamicTest> changesTheShapeOfRowsAsKustoDoes() throws IOException {
        return cases("shapes.txt");
    }

    @TestFactory
    List<DynamicTest> knowsTimesAsKustoDoesNot() throws IOException {
        return cases("times.txt");
    }

    @TestFactory
    List<DynamicTest> readsDynamicValuesAsKustoDoes() throws IOException {
        return cases("dynamic.txt");
    }

    @TestFactory
    List<DynamicTest> isExactAboutTypesNullsAndNames() throws IOException {
        return cases("exact.txt");
    }

    @TestFactory
    List<DynamicTest> givesWhatKustosEngineGives() throws IOException {
        return cases("engine.txt");
    }

    @TestFactory
    List<DynamicTest> combinesTablesAsKustoDoes() throws IOException {
        return cases("combining.txt");
    }

    private static List<DynamicTest> cases(String resource) throws IOException {
        String text;
        try (var stream = SemanticsTest.class.getResourceAsStream(resource)) {
            text = new String(java.util.Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> lines = text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        MemoryRecording recording = new MemoryRecording();
        FakeDecoder decoder = new FakeDecoder(recording.catalog());
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String query = lines.get(i);
            String expected = lines.get(i + 1);
            tests.add(DynamicTest.dynamicTest(
                    query,
                    () -> assertThat(Queries.compact(query, recording, decoder)).isEqualTo(expected)));
        }
        return tests;
    }
}
