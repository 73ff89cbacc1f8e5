package io.ringtail.processors.rules;

import io.ringtail.processors.Intent;
import io.ringtail.processors.state.Codec;

/** An intent that waits for event time to go on: what comes after a firing is to be in what is exported. */
record Delayed(Intent intent, long firedAt) {
    static final Codec<Delayed> CODEC = Codec.of(
            (out, delayed) -> {
                out.writeUTF(delayed.intent.rule());
                out.writeUTF(delayed.intent.key());
                out.writeUTF(delayed.intent.action());
                out.writeUTF(delayed.intent.arguments());
                out.writeUTF(delayed.intent.reason());
                out.writeLong(delayed.firedAt);
            },
            in -> new Delayed(
                    new Intent(in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()), in.readLong()));
}
