package io.ringtail.app.export;

import io.ringtail.app.Command;
import io.ringtail.app.input.Input;
import io.ringtail.app.input.Selection;
import io.ringtail.app.rtz.RtzOptions;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.Refusal;
import io.ringtail.app.terminal.UnfinishedFile;
import io.ringtail.dsl.engine.QueryLimitException;
import io.ringtail.dsl.syntax.Problem;
import io.ringtail.ring.journal.DiskFullException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * {@code ringtail export … --to FORMAT --out FILE}: writes a part of a recording into a file. The file is there when it is
 * whole, and not before: it is written under another name beside it.
 *
 * @param where the query that selects; {@code events} is all
 * @param force whether a file that is there already is replaced
 * @param rtz how a session file is made, if one is
 */
public record ExportCommand(
        Selection input, ExportFormat format, Path out, String where, Times times, boolean force, RtzOptions rtz)
        implements Command {
    public static final String ALL = "events";

    /** Stdout, which takes rows. */
    private static final Path STDOUT = Path.of("-");

    private static final long LEAST_ROOM_BYTES = 1 << 20;

    public ExportCommand(Selection input, ExportFormat format, Path out, String where, Times times, boolean force) {
        this(input, format, out, where, times, force, RtzOptions.NONE);
    }

    @Override
    public ExitStatus run(Console console) throws IOException {
        boolean toStdout = out.equals(STDOUT);
        if (toStdout && !format.isOfRows()) {
            throw Refusal.usage("--out - is stdout, which takes rows alone (--to jsonl, --to csv); name a file, such as"
                    + " selection." + format.label());
        }
        if (!toStdout) {
            checkTarget();
        }
        try (Input opened = input.openRequired("export")) {
            List<io.ringtail.ring.event.Schema> imported =
                    input.schemas().schemas(opened.recording().catalog()).schemas();
            ExportJob job = new ExportJob(opened, imported, where, times, rtz, console);
            if (toStdout) {
                console.note("wrote " + new RowExporter(format.ofRows()).write(job, console.out()));
            } else {
                String written = writeWhole(job);
                console.out().println("wrote " + out + ": " + written + ", " + Quantities.bytes(Files.size(out)));
            }
            opened.warn(console);
            return ExitStatus.DONE;
        } catch (ExportJob.BadQueryException e) {
            return refuse(e.problems(), console);
        } catch (QueryLimitException e) {
            throw Refusal.failure(String.valueOf(e.getMessage()));
        }
    }

    private void checkTarget() throws IOException {
        if (Files.isDirectory(out)) {
            throw Refusal.usage("--out " + out + " is a folder; name a file, such as "
                    + out.resolve("selection." + format.label()));
        }
        if (Files.exists(out) && !Files.isRegularFile(out)) {
            throw Refusal.usage("--out " + out + " is a pipe or a device, and an export is a file; name a file, or let"
                    + " 'ringtail query' write rows to a pipe");
        }
        Path parent = out.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw Refusal.usage("--out " + out + ": there is no folder " + parent + "; make it first");
        }
        for (Path trace : input.traces()) {
            if (Files.exists(out) && Files.exists(trace) && Files.isSameFile(out, trace)) {
                throw Refusal.usage("--out " + out + " is the trace that is read; name another file");
            }
        }
        if (Files.exists(out) && !force) {
            throw taken();
        }
    }

    private Refusal taken() {
        return Refusal.failure(out + " is there already; name another file, or replace it with --force");
    }

    private String writeWhole(ExportJob job) throws IOException {
        Path unfinished = UnfinishedFile.beside(out);
        try {
            String written = format.exporter().write(job, unfinished);
            if (force) {
                Files.move(unfinished, out, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.move(unfinished, out);
            }
            return written;
        } catch (FileAlreadyExistsException e) {
            throw taken();
        } catch (IOException e) {
            throw withoutRoom(e);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The system does not say which disk has no room; to be asked before the unfinished file is deleted. */
    private IOException withoutRoom(IOException e) throws IOException {
        long free = Files.getFileStore(
                        Objects.requireNonNull(out.toAbsolutePath().getParent()))
                .getUsableSpace();
        if (e instanceof DiskFullException || free >= LEAST_ROOM_BYTES) {
            return e;
        }
        throw Refusal.failure(out + " was not written: its disk has " + Quantities.bytes(free) + " left ("
                + e.getMessage() + "); make room, or name a file on another");
    }

    private ExitStatus refuse(List<Problem> problems, Console console) {
        for (Problem problem : problems) {
            console.note(problem.render(where));
        }
        return ExitStatus.USAGE;
    }
}
