package io.ringtail.app.rtz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was taken out, counted: by rule, by field, and what went whole because nobody knows what it says. */
final class RedactionReport {
    private final Set<RedactionRule> rules;
    private final Map<String, Long> byRule = new TreeMap<>();
    private final Map<String, Long> byField = new TreeMap<>();
    private long undecodableEvents;
    private long undecodableBytes;
    private long opaqueBytes;
    private long ownEvents;
    private long users;

    RedactionReport(Set<RedactionRule> rules) {
        this.rules = rules;
    }

    void text(RedactionRule rule, String field) {
        byRule.merge(rule.label(), 1L, Long::sum);
        byField.merge(field, 1L, Long::sum);
    }

    void undecodable(int bytes) {
        undecodableEvents++;
        undecodableBytes += bytes;
    }

    void opaque(int bytes) {
        opaqueBytes += bytes;
    }

    void ownEvent() {
        ownEvents++;
    }

    void users(int found) {
        users = found;
    }

    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("rules", rules.stream().map(RedactionRule::label).toList());
        json.put("textsByRule", new LinkedHashMap<>(byRule));
        json.put("textsByField", new LinkedHashMap<>(byField));
        json.put("userNames", users);
        json.put("undecodableEvents", undecodableEvents);
        json.put("undecodableBytes", undecodableBytes);
        json.put("opaqueBytes", opaqueBytes);
        json.put("ownEventsLeftOut", ownEvents);
        return json;
    }

    /** For people, one line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        byRule.forEach((rule, count) -> lines.add("redacted by " + rule + ": " + count + " texts"));
        if (!byField.isEmpty()) {
            lines.add("  in the fields " + String.join(", ", byField.keySet()));
        }
        lines.add("  user names that were looked for everywhere: " + users);
        if (undecodableEvents > 0) {
            lines.add("payloads emptied or cut because no schema tells what they say: " + undecodableEvents + " ("
                    + undecodableBytes + " bytes)");
        }
        if (opaqueBytes > 0) {
            lines.add("bytes zeroed in fields whose schema does not tell what they hold: " + opaqueBytes);
        }
        if (ownEvents > 0) {
            lines.add("own events left out because of their texts: " + ownEvents);
        }
        return lines;
    }
}
