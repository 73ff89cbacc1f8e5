package io.ringtail.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class JvmOptionsTest {
    private static final Path ROOT = Path.of(System.getProperty("ringtail.root"));
    private static final Pattern OPENED = Pattern.compile("--add-(?:opens|exports)=(.+)=ALL-UNNAMED");
    private static final Pattern MANIFEST = Pattern.compile("<Add-(?:Opens|Exports)>(.+)</Add-(?:Opens|Exports)>");

    @Test
    void theTestsOpenWhatTheManifestsOpen() throws IOException {
        List<String> tests = Files.readAllLines(ROOT.resolve("tools/test.jvmopts"));
        List<String> opened = tests.stream()
                .map(OPENED::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();

        assertThat(opened).isNotEmpty();
        for (String module : List.of("app", "perf")) {
            assertThat(openedByManifest(ROOT.resolve(module).resolve("pom.xml")))
                    .as(module)
                    .containsExactlyInAnyOrderElementsOf(opened);
        }
    }

    @Test
    void theTestsTakeTheLaunchersOptions() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("tools/test.jvmopts")))
                .containsAll(Files.readAllLines(ROOT.resolve("tools/ringtail.jvmopts")));
    }

    private static List<String> openedByManifest(Path pom) throws IOException {
        return MANIFEST.matcher(Files.readString(pom))
                .results()
                .flatMap(match -> Pattern.compile(" ").splitAsStream(match.group(1)))
                .toList();
    }
}
