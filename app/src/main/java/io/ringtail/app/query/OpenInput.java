package io.ringtail.app.query;

import io.ringtail.app.input.Input;
import io.ringtail.dsl.engine.KeptColumns;

/**
 * What several queries ask, one after the other. <b>Ownership:</b> it stays open; whoever opened it closes it.
 *
 * @param kept payload columns that they keep for each other
 */
public record OpenInput(Input input, KeptColumns kept) {}
