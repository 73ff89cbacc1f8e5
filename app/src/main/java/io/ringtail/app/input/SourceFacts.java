package io.ringtail.app.input;

import io.ringtail.app.terminal.Console;
import io.ringtail.etw.file.FileFacts;
import io.ringtail.ring.event.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source, in the order and under the names of {@code stats}.
 *
 * @param values {@link Long} or {@link String}; null for what does not apply
 */
public record SourceFacts(Map<String, @Nullable Object> values) {
    private static final List<String> NAMES = List.of(
            FileFacts.FILE,
            FileFacts.SIZE_BYTES,
            FileFacts.BUFFER_SIZE,
            FileFacts.POINTER_SIZE,
            FileFacts.LOG_FILE_MODE,
            FileFacts.OS_VERSION,
            FileFacts.OS_BUILD,
            FileFacts.CPUS,
            FileFacts.CLOCK,
            FileFacts.PERF_FREQ,
            FileFacts.START_TIME,
            FileFacts.END_TIME,
            FileFacts.BOOT_TIME,
            FileFacts.EVENTS_LOST,
            FileFacts.BUFFERS_LOST,
            FileFacts.BUFFERS,
            FileFacts.COMPRESSED_BUFFERS,
            FileFacts.LOGGER_NAME);
    private static final Set<String> TEXTS = Set.of(
            FileFacts.FILE,
            FileFacts.OS_VERSION,
            FileFacts.CLOCK,
            FileFacts.START_TIME,
            FileFacts.END_TIME,
            FileFacts.BOOT_TIME,
            FileFacts.LOGGER_NAME);

    static SourceFacts of(Source source) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String name : NAMES) {
            String text = source.facts().get(name);
            values.put(name, text == null || TEXTS.contains(name) ? text : (Object) Long.valueOf(text));
        }
        return new SourceFacts(values);
    }

    /** How people see it; empty for what does not apply. */
    public String text(String name) {
        Object value = values.get(name);
        return value == null ? "" : Console.printable(value.toString());
    }
}
