package io.ringtail.etw.schema;

import java.util.UUID;

/** What a manifest tells its events apart by. */
record EventKey(UUID provider, int id, int version) {}
