package io.ringtail.app.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringtail.app.input.Selection;
import io.ringtail.app.query.Limits;
import io.ringtail.app.query.Presentation;
import io.ringtail.app.query.QueryCommand;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.Style;
import io.ringtail.dsl.result.Format;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ChartTest {
    private static final String THREE =
            "datatable(Provider: string, n: long)['Windows Kernel', 8, 'Contoso', 4, '日本', 1] | ";
    private static final String TIMES = "range t from datetime(2026-03-02 09:00) to datetime(2026-03-02 09:10) step 1m"
            + " | extend n = datetime_diff('minute', t, datetime(2026-03-02 09:00)) | ";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void drawsBarsWithTheirValues() throws IOException {
        assertThat(drawn(THREE + "render barchart with (title='Events')", 60, true))
                .isEqualTo("""
                Events
                ■ n
                Windows Kernel │█████████████████████████████ 8
                       Contoso │██████████████▌ 4
                          日本 │███▋ 1
                """);
    }

    private static final String STACKS = "datatable(stack: string, n: long)['main;read;wait', 6, 'main;read', 1,"
            + " 'main;app.dll!Shop.Cart.AddOneOfEach', 2, 'idle', 1, '', 5] | render flamegraph";

    @Test
    void drawsWhoCalledWhomAsLinesOfShares() throws IOException {
        assertThat(drawn(STACKS + " with (title='Calls')", 60, true)).isEqualTo("""
                Calls
                100.0 %         10  all
                 90.0 %          9    main
                 70.0 %          7      read
                 60.0 %          6        wait
                 20.0 %          2      app.dll!Shop.Cart.AddOneOfEach
                 10.0 %          1    idle
                """);
    }

    @Test
    void drawsAFlameGraphWithTheRootBelow() throws Exception {
        Path file = folder.resolve("flames.svg");
        write(STACKS, file);
        String svg = Files.readString(file);

        assertThat(svg)
                .contains("<title>all: 10, 100.0 %</title>", "<title>app.dll!Shop.Cart.AddOneOfEach: 2, 20.0 %</title>")
                .contains(">Shop.Cart.AddOneOfEach</text>");
        assertThat(svg.indexOf(">wait</text>")).isGreaterThan(svg.indexOf(">read</text>"));
    }

    /** No reader of the rows needs as many frames as these; the rest is told of the last one that is kept. */
    @Test
    void drawsStacksOfAnyDepth() throws Exception {
        String deep = "print stack = strcat_array(repeat('f', 100000), ';') | render flamegraph";

        Path file = folder.resolve("deep.svg");
        write(deep, file);

        assertThat(Files.readString(file).split("<title>f: 1, 100.0 %</title>", -1))
                .hasSize(1 + 256);
    }

    @Test
    void drawsInAsciiWhereThereIsNothingElse() throws IOException {
        assertThat(drawn(THREE + "take 2 | render barchart", 60, false)).isEqualTo("""
                # n
                Windows Kernel |############################# 8
                       Contoso |############### 4
                """);
        assertThat(drawn(TIMES + "render timechart", 60, false)).isEqualTo("""
                # n
                10 +                                                    ***
                   |                                                ****
                   |                                             ***
                   |                                         ****
                   |                                     ****
                   |                                  ***
                   |                              ****
                 5 +                          ****
                   |                        **
                   |                   *****
                   |               ****
                   |             **
                   |        *****
                   |    ****
                   |  **
                 0 +**
                   ++--------------------------+--------------------------+
                    09:00                    09:05                    09:10
                    t, 2026-03-02, UTC
                """);
    }

    @Test
    void labelsTimesInTheZoneOfTheReader() throws IOException {
        run(TIMES + "render timechart", 80, true, new Presentation(Format.TABLE, ZoneId.of("Asia/Kolkata")));

        assertThat(out.toString()).contains("14:30", "14:35", "t, 2026-03-02, Asia/Kolkata");
    }

    @Test
    void drawsEachSeriesOfArraysAsMakeSeriesGivesThem() throws IOException {
        String chart = drawn(
                TIMES + "extend kind = iff(n % 2 == 0, 'even', 'odd')"
                        + " | make-series s = sum(n) default=0 on t step 1m by kind | render timechart",
                80,
                true);

        assertThat(chart).contains("● even  ■ odd", "09:05");
    }

    @Test
    void stacksSeries() throws IOException {
        String chart = drawn(
                "datatable(d: string, k: string, n: long)['a', 'x', 2, 'a', 'y', 6, 'b', 'y', 4]"
                        + " | render barchart with (kind=stacked)",
                40,
                false);

        assertThat(chart).isEqualTo("""
                * x  o y
                a |******oooooooooooooooooo 8
                b |oooooooooooo 4
                """);
    }

    @Test
    void drawsCardsAndPies() throws IOException {
        assertThat(drawn("print n = 1234567, share = 0.25 | render card with (title='All')", 60, true))
                .isEqualTo("""
                All
                  n      1,234,567
                  share  0.25
                """);
        assertThat(drawn(THREE + "render piechart", 60, true)).contains(" 61.5 %  8", " 30.8 %  4", "  7.7 %  1");
    }

    @Test
    void refusesColumnsThatDoNotFit() throws IOException {
        String[][] table = {
            {
                THREE + "render timechart",
                "timechart needs a column of type datetime to draw along; the columns are Provider: string, n: long;"
                        + " group by a time, as in 'summarize n = count() by bin(Timestamp, 1m)', or take columnchart"
            },
            {
                "print a = 'x', b = 'y' | render barchart",
                "barchart needs a column of numbers beside 'a'; the columns are a: string, b: string;"
                        + " count or compute some, as in 'summarize n = count() by a'"
            },
            {
                "print a = 'x', b = 'y', n = 1 | render barchart with (ycolumns=b)",
                "barchart needs a column of numbers beside 'a', and 'b' is of type string; the columns are a: string,"
                        + " b: string, n: long; count or compute some, as in 'summarize n = count() by a'"
            },
            {
                "print a = 'x', n = 1 | render scatterchart",
                "scatterchart needs a column of numbers beside 'n'; the columns are a: string, n: long;"
                        + " count or compute some, as in 'summarize n = count() by n'"
            },
            {
                "print t = now(), n = 1 | render timechart with (xcolumn=n)",
                "timechart needs a datetime to draw along, and 'n' is of type long; the columns are t: datetime, n: long;"
                        + " name another xcolumn, or take linechart or columnchart"
            },
            {
                "print a = 1, n = 1 | render flamegraph",
                "flamegraph needs a text column of stacks, and a number for each; the columns are a: long, n: long;"
                        + " fold stacks to texts: 'summarize n = count() by stack = stack_fold(Stack)'"
            },
            {
                "print a = dynamic({}), n = 1 | render timechart",
                "timechart needs a column of type datetime to draw along; the columns are a: dynamic, n: long;"
                        + " group by a time, as in 'summarize n = count() by bin(Timestamp, 1m)', or take columnchart"
            },
        };
        for (String[] line : table) {
            err.getBuffer().setLength(0);
            ExitStatus status = run(line[0], 80, true, new Presentation(Format.TABLE, ZoneOffset.UTC));

            assertThat(status).as(line[0]).isEqualTo(ExitStatus.USAGE);
            int place = line[0].indexOf("render") + 1;
            assertThat(err.toString().lines().findFirst()).contains("query:1:" + place + ": " + line[1]);
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void drawsNothingForProgramsButSaysWhatWasAsked() throws IOException {
        run(THREE + "render timechart with (title='x')", 80, true, new Presentation(Format.JSON, ZoneOffset.UTC));

        assertThat(out.toString())
                .endsWith("],\"meta\":{\"lost\":0,\"late\":0,\"partial\":false,"
                        + "\"visualization\":{\"Visualization\":\"timechart\",\"Title\":\"x\"}}}\n");
    }

    @Test
    void writesTheSameDrawingAsSvgAndAsPng() throws Exception {
        Path svg = folder.resolve("chart.svg");
        Path png = folder.resolve("chart.PNG");
        String query = THREE + "render columnchart with (title='a < b & c')";
        write(query, svg);
        write(query, png);

        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readAllBytes(svg)));
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 1 + 3);
        assertThat(Files.readString(svg)).contains("a &lt; b &amp; c", ">Windows Kernel</text>", ">日本</text>");
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo(2 * 960);
        assertThat(colours(image)).as("of the bars").contains(0xff2563eb);
        assertThat(err.toString()).contains("wrote " + svg, "wrote " + png);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    private static List<Integer> colours(BufferedImage image) {
        return java.util.stream.IntStream.range(0, image.getWidth())
                .mapToObj(x -> image.getRGB(x, image.getHeight() - 130))
                .distinct()
                .toList();
    }

    @Test
    void drawsEveryChartIntoAFile() throws IOException {
        for (String chart : List.of(
                "anomalychart",
                "areachart",
                "barchart",
                "card",
                "columnchart",
                "linechart",
                "piechart",
                "scatterchart",
                "stackedareachart",
                "timechart",
                "timechart with (kind=stacked100)",
                "linechart with (yaxis=log)",
                "barchart with (kind=stacked)")) {
            Path svg = folder.resolve("chart.svg");
            write(TIMES + "extend m = 2 * n, kind = tostring(n % 2) | render " + chart, svg);

            assertThat(Files.readString(svg)).as(chart).startsWith("<svg ").doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void refusesFilesThatAreNoCharts() {
        assertThatThrownBy(() -> new ChartFile(Path.of("chart.pdf")))
                .isInstanceOf(Refusal.class)
                .hasMessage("--out chart.pdf is neither .svg nor .png; those are the charts that can be written");
        assertThatThrownBy(() -> write("print 1", folder.resolve("a.svg")))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("end it with '| render timechart' or its like");
        assertThatThrownBy(() -> write(THREE + "render barchart", folder.resolve("no/a.svg")))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("no such folder; make it first");
    }

    @Test
    void namesWhatItLeavesOut() throws IOException {
        drawn(
                "range i from 1 to 20 step 1 | extend k = strcat('s', i) | project x = 1, k, i | render linechart",
                80,
                true);
        drawn("range i from 1 to 120 step 1 | project k = strcat('s', i), i | render barchart", 80, true);

        assertThat(err.toString())
                .contains(
                        "the chart has the first 12 series, and 8 more are left out; choose some with '| where',",
                        "the chart has the first 100 of 120 bars; choose some with '| top 20 by …'");
    }

    private void write(String query, Path file) throws IOException {
        ExitStatus status =
                run(query, 80, true, new Presentation(Format.TABLE, ZoneOffset.UTC, Optional.of(new ChartFile(file))));
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.DONE);
    }

    private String drawn(String query, int columns, boolean unicode) throws IOException {
        out.getBuffer().setLength(0);
        ExitStatus status = run(query, columns, unicode, new Presentation(Format.TABLE, ZoneOffset.UTC));
        assertThat(status).as(err.toString()).isEqualTo(ExitStatus.DONE);
        return out.toString();
    }

    private ExitStatus run(String query, int columns, boolean unicode, Presentation presentation) throws IOException {
        Console console =
                new Console(new PrintWriter(out), new PrintWriter(err), columns, Style.PLAIN, false, unicode, () -> 0);
        Selection nothing = new Selection(Optional.empty(), List.of());
        ExitStatus status = new QueryCommand(query, nothing, presentation, Limits.NONE, Map.of(), true).run(console);
        console.flush();
        return status;
    }
}
