package io.ringtail.processors.rules;

import io.ringtail.processors.Intent;
import io.ringtail.processors.state.Codec;

/** An intent that waits for event time to go on: what comes after a firing is to be in what is exported. */
record Delayed(Intent intent, long firedAt) {
    static final Codec<Delayed> CODEC = Codec.of(
            (out, delayed) -> {
                Codec.writeText(out, delayed.intent.rule());
                Codec.writeText(out, delayed.intent.key());
                Codec.writeText(out, delayed.intent.action());
                Codec.writeText(out, delayed.intent.arguments());
                Codec.writeText(out, delayed.intent.reason());
                out.writeLong(delayed.firedAt);
            },
            in -> new Delayed(
                    new Intent(
                            Codec.readText(in),
                            Codec.readText(in),
                            Codec.readText(in),
                            Codec.readText(in),
                            Codec.readText(in)),
                    in.readLong()));
}
