package io.ringtail.processors.effect;

import io.ringtail.dsl.value.Json;
import io.ringtail.dsl.value.Literals;
import io.ringtail.processors.proto.Intent;
import java.util.Map;
import java.util.Optional;

/** The arguments of an intent, by name. */
public final class Arguments {
    private Arguments() {}

    /** A value as text; empty if there is none of this name. */
    public static Optional<String> text(Intent intent, String name) {
        Object parsed =
                Json.parse(intent.getArguments()).map(Literals.Parsed::value).orElse(null);
        return parsed instanceof Map<?, ?> map
                ? Optional.ofNullable(map.get(name)).map(String::valueOf)
                : Optional.empty();
    }
}
