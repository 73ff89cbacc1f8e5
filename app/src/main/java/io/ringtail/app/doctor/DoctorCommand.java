package io.ringtail.app.doctor;

import io.ringtail.app.Command;
import io.ringtail.app.terminal.Console;
import io.ringtail.app.terminal.ExitStatus;
import io.ringtail.app.terminal.Quantities;
import io.ringtail.app.terminal.TemporaryFolder;
import io.ringtail.dsl.check.Check;
import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Machines;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.event.Clock;
import io.ringtail.ring.event.EventRecord;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.Source;
import io.ringtail.ring.journal.Journal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Looks at the machine, and tries the journal instead of guessing. Exit status 3 if something is missing. */
public record DoctorCommand(Path temporaryFolder) implements Command {
    private static final int NEWEST_TRIED = 25;

    @Override
    public ExitStatus run(Console console) {
        List<Finding> findings = List.of(
                java(),
                memory(),
                temporaryFolder("temporary folder"),
                journal(),
                classArchive(),
                checks(),
                liveSessions());
        for (Finding finding : findings) {
            console.out()
                    .println(String.format(
                            Locale.ROOT, "%-9s %-18s %s", finding.outcome().label(), finding.what(), finding.detail()));
            if (!finding.way().isEmpty()) {
                console.out().println(" ".repeat(29) + finding.way());
            }
        }
        boolean sound = findings.stream().noneMatch(finding -> finding.outcome() == Finding.Outcome.MISSING);
        return sound ? ExitStatus.DONE : ExitStatus.FAILURE;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        String detail = "JDK " + Runtime.version() + " in " + System.getProperty("java.home") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return Finding.ok(
                "Java",
                detail
                        + (version > NEWEST_TRIED
                                ? "; newer than " + NEWEST_TRIED + ", the newest that Ringtail is tested with"
                                : ""));
    }

    private static Finding memory() {
        Runtime runtime = Runtime.getRuntime();
        return Finding.ok(
                "memory",
                runtime.availableProcessors() + " processors, heap up to " + Quantities.bytes(runtime.maxMemory())
                        + " (RINGTAIL_JVM_OPTS=-Xmx… changes it)");
    }

    private Finding temporaryFolder(String what) {
        try {
            long free = Files.getFileStore(temporaryFolder).getUsableSpace();
            return Finding.ok(
                    what,
                    temporaryFolder + ", " + Quantities.bytes(free) + " free: packed traces are" + " unpacked here");
        } catch (IOException e) {
            return Finding.missing(
                    what, temporaryFolder + ": " + e.getMessage(), "set RINGTAIL_JVM_OPTS=-Djava.io.tmpdir=DIR");
        }
    }

    /** Writes an event to a journal and reads it back: Chronicle's access to the JDK, mapped files and locks at once. */
    private Finding journal() {
        try (TemporaryFolder folder = TemporaryFolder.createIn(temporaryFolder, "ringtail-doctor")) {
            long events = writeAndRead(folder.path().resolve("journal"));
            return events == 1
                    ? Finding.ok("journal", "written and read back")
                    : Finding.missing("journal", "wrote 1 event and read " + events, "please report it");
        } catch (IOException | RuntimeException | Error e) {
            return Finding.missing(
                    "journal",
                    "cannot be written: " + e,
                    "start Ringtail with its launcher, which gives the JVM the options that the journal needs");
        }
    }

    private static long writeAndRead(Path folder) throws IOException {
        try (Bus bus = Bus.open(folder, BusOptions.defaults())) {
            EventRecord event = new EventRecord().clear();
            event.type = bus.registry().register(EventType.own(new UUID(0, 1), 1, 0));
            event.source = bus.registry().register(new Source("doctor", "", "", "doctor", Clock.TICKS, 0, 0, Map.of()));
            bus.publish(event);
        }
        long events = 0;
        try (Journal journal = Journal.open(folder);
                BlockCursor cursor = journal.scan(Scan.ALL_EVENTS)) {
            while (cursor.next()) {
                events += cursor.block().count();
            }
        }
        return events;
    }

    private static Finding classArchive() {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        boolean used = options.stream().anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
        return used
                ? Finding.ok("fast starts", "class-data archive in use")
                : Finding.ok(
                        "fast starts",
                        "no class-data archive: starts take a little longer; ./ringtail makes one" + " when it builds");
    }

    /** Asks what every machine has. */
    private static Finding checks() {
        Machine machine = Machines.here();
        try {
            Check check = ((Check.Parse.Ok) Check.parse("memory usage >= 0%")).check();
            String found = check.read(machine, Duration.ofSeconds(10)).detail();
            String classes = machine.name().equals("WMI") ? "any class" : "nine classes; all others need Windows";
            return Finding.ok("checks", machine.name() + " answers: memory " + found + "; " + classes);
        } catch (MachineException e) {
            return Finding.missing("checks", e.getMessage(), "checks and wmi('…') have no answer here");
        }
    }

    private static Finding liveSessions() {
        return Finding.notHere(
                "live ETW",
                "live sessions need Windows and come with a later release; traces are read" + " everywhere");
    }
}
