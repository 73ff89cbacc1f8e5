package io.ringtail.app.input;

import io.ringtail.etw.merge.SurveyCache;
import io.ringtail.etw.schema.SchemaStore;
import java.nio.file.Path;
import java.util.Objects;

/** Where what is the user's own is kept: {@code RINGTAIL_HOME}, or {@code .ringtail} in the home folder. */
public final class UserFolder {
    private UserFolder() {}

    public static Path path() {
        return Path.of(Objects.requireNonNullElseGet(
                System.getenv("RINGTAIL_HOME"), () -> System.getProperty("user.home") + "/.ringtail"));
    }

    /** The schemas that the user imported for good. */
    public static SchemaStore schemas() {
        return new SchemaStore(path().resolve("schemas"));
    }

    /** What surveys of large traces found out. */
    public static SurveyCache surveys() {
        return SurveyCache.in(path().resolve("surveys"));
    }
}
