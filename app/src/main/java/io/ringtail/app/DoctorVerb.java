package io.ringtail.app;

import io.ringtail.app.doctor.DoctorCommand;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code ringtail doctor}. */
@CommandLine.Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Tells what this machine can do and what is missing.",
            "Writes and reads a small journal in the temporary folder to be sure."
        },
        footer = {"", "Example:", "  ringtail doctor"})
final class DoctorVerb implements Verb {
    @Override
    public Command command() {
        return new DoctorCommand(Path.of(System.getProperty("java.io.tmpdir")));
    }
}
