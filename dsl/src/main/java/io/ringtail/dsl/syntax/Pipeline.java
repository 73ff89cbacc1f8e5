package io.ringtail.dsl.syntax;

import java.util.List;

/** {@code origin | pipe | pipe}. */
public record Pipeline(Origin origin, List<Pipe> pipes) {
    public Pipeline {
        pipes = List.copyOf(pipes);
    }
}
