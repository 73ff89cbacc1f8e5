package io.ringtail.ring.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * When a process was started, in words that tell it from every other that has had its id. On Linux that is counted from the
 * start of the machine, and which start that was: the time of day is made from both by Java, and changes when somebody sets
 * the clock. Elsewhere the system keeps the time at which the process was started.
 *
 * <pre>
 *   boot 1b4e28ba-2fa1-11d2-883f-0016d3cca427 184467      Linux      2026-05-01T10:00:00Z      elsewhere
 * </pre>
 */
final class ProcessStart {
    static final ProcessStart OF_SYSTEM = new ProcessStart(Path.of("/proc"));

    private static final String BOOT = "boot ";
    /** Of what stands behind the name, from 0. */
    private static final int START_FIELD = 19;

    private final Path proc;

    ProcessStart(Path proc) {
        this.proc = proc;
    }

    /** Empty if nothing tells. */
    String of(ProcessHandle process) {
        return sinceBoot(process.pid()).orElseGet(() -> timeOf(process));
    }

    /** Whether the process that has the id now may be the one of which this was said; false only if it is sure. */
    boolean mayBe(String started, ProcessHandle process) {
        String now = started.startsWith(BOOT) ? sinceBoot(process.pid()).orElse("") : timeOf(process);
        return now.isEmpty() || started.isEmpty() || now.equals(started);
    }

    private static String timeOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    private Optional<String> sinceBoot(long pid) {
        try {
            String boot = text(proc.resolve("sys/kernel/random/boot_id")).strip();
            String stat = text(proc.resolve(Long.toString(pid)).resolve("stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
            boolean isWhole = !boot.isEmpty() && fields.length > START_FIELD;
            return isWhole ? Optional.of(BOOT + boot + " " + fields[START_FIELD]) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // another system, or the process has ended, or is hidden
        }
    }

    /** A name may have any bytes in it. */
    private static String text(Path file) throws IOException {
        return Files.isReadable(file) ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1) : "";
    }
}
