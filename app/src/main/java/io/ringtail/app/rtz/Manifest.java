package io.ringtail.app.rtz;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Literals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a session file says of itself: what is in it, from where, and the hash of every part.
 *
 * @param facts everything but the files, as it stands in the JSON
 */
record Manifest(Map<String, @Nullable Object> facts, List<Part> parts) {
    /** One file of the journal. */
    record Part(String name, long bytes, String sha256) {}

    Manifest {
        parts = List.copyOf(parts);
    }

    /** The text of a fact; empty if it is not there or none. */
    String text(String name) {
        return facts.get(name) instanceof String text ? text : "";
    }

    long number(String name) {
        return facts.get(name) instanceof Long number ? number : 0;
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (facts.get(name) instanceof List<?> list) {
            list.forEach(each -> texts.add(String.valueOf(each)));
        }
        return texts;
    }

    byte[] toBytes() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(facts);
        List<Object> files = new ArrayList<>();
        for (Part part : parts) {
            Map<String, @Nullable Object> file = new LinkedHashMap<>();
            file.put("name", part.name());
            file.put("bytes", part.bytes());
            file.put("sha256", part.sha256());
            files.add(file);
        }
        all.put("files", files);
        return (Json.format(all) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty if these bytes are no manifest of a version that this Ringtail reads; the caller refuses the file. */
    static Optional<Manifest> parse(byte[] bytes) {
        Optional<Literals.Parsed> parsed = Json.parse(new String(bytes, StandardCharsets.UTF_8));
        if (parsed.isEmpty() || !(parsed.get().value() instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        map.forEach((key, value) -> facts.put(String.valueOf(key), value));
        if (!(facts.remove("files") instanceof List<?> files)
                || !RtzFormat.FORMAT.equals(facts.get("format"))
                || !(facts.get("version") instanceof Long)) {
            return Optional.empty();
        }
        List<Part> parts = new ArrayList<>();
        for (Object file : files) {
            if (!(file instanceof Map<?, ?> part)
                    || !(part.get("name") instanceof String name)
                    || !(part.get("bytes") instanceof Long size)
                    || !(part.get("sha256") instanceof String hash)) {
                return Optional.empty();
            }
            parts.add(new Part(name, size, hash));
        }
        return Optional.of(new Manifest(facts, parts));
    }
}
