package io.ringtail.dsl.syntax;

import java.util.List;
import java.util.Optional;

/**
 * Operators that are read alike, in a file of their own. To add a family: a sealed interface beside {@link Pipe} that it
 * permits, with a record for each operator; an implementation of this, named in {@link PipeParser}; a binder of it, named
 * in {@code PipeBinder}; its operators in {@code docs/language.md}.
 */
interface OperatorFamily {
    /** The operators' names, in the order of the reference. */
    List<String> names();

    /**
     * Reads what stands behind the name.
     *
     * @param name one of {@link #names}
     * @param span where the name stands
     * @return empty after a problem
     */
    Optional<Pipe> parse(String name, Span span);
}
