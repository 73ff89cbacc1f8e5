package io.ringtail.app.chart;

import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.Refusal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The file that a chart is written to: SVG or PNG, as its name says. Written beside it, and renamed when it is whole. */
public record ChartFile(Path path) {
    public ChartFile {
        if (!isPng(path) && !suffix(path).equals(".svg")) {
            throw Refusal.usage(
                    "--out " + path + " is neither .svg nor .png; those are the charts that can be written");
        }
    }

    private static boolean isPng(Path path) {
        return suffix(path).equals(".png");
    }

    private static String suffix(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }

    public void write(Chart chart, Console console) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Refusal.failure("--out " + path + ": no such folder; make it first");
        }
        Path part = path.resolveSibling(path.getFileName() + ".part");
        try {
            if (isPng(path)) {
                png(chart, part, console);
            } else {
                Files.writeString(part, chart.svg(console), StandardCharsets.UTF_8);
            }
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        console.note("wrote " + path);
    }

    /** A JDK without fonts, as on servers, says so with an error. */
    private static void png(Chart chart, Path part, Console console) throws IOException {
        try (OutputStream out = Files.newOutputStream(part)) {
            chart.png(console, out);
        } catch (LinkageError | InternalError e) {
            throw Refusal.failure("a PNG needs fonts, and there are none: install fontconfig and a font (such as"
                    + " fonts-dejavu-core), or write an .svg");
        }
    }
}
