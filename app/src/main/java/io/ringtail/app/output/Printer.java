package io.ringtail.app.output;

import io.ringtail.app.terminal.Console;
import io.ringtail.dsl.result.Format;
import io.ringtail.dsl.result.Table;
import io.ringtail.dsl.result.TableWriter;
import java.io.IOException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Prints tables on the console. */
public final class Printer {
    private Printer() {}

    public static void print(Table table, Format format, Console console) throws IOException {
        print(table, format, ZoneOffset.UTC, console);
    }

    /** On a terminal tables fit its width; elsewhere their lines are as long as they are. */
    public static void print(Table table, Format format, ZoneId zone, Console console) throws IOException {
        int width = console.columns() > 0 ? console.columns() : Integer.MAX_VALUE;
        new TableWriter(format, width, zone).write(table, console.out());
        console.out().flush();
    }
}
