package io.ringtail.ring.bus;

import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.EventType;
import io.ringtail.ring.event.HeaderKind;
import io.ringtail.ring.payload.ContextReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Reads Ringtail's own events, and leaves captured ones to another decoder. An event that this release does not know,
 * because a later one wrote it, is left to the other too, which names it by its ids. Any thread.
 */
public final class OwnDecoder implements PayloadDecoder {
    private final Catalog catalog;
    private final OwnMessages messages;
    private final PayloadDecoder captured;
    private final ConcurrentMap<Integer, PayloadLayout> layouts = new ConcurrentHashMap<>();

    public OwnDecoder(Catalog catalog, OwnMessages messages, PayloadDecoder captured) {
        this.catalog = catalog;
        this.messages = messages;
        this.captured = captured;
    }

    @Override
    public PayloadLayout layout(int type, int source, int pid) {
        return isOwn(type) ? layouts.computeIfAbsent(type, id -> own(id, source)) : captured.layout(type, source, pid);
    }

    @Override
    public boolean dependsOnProcess(int type, int source) {
        return !isOwn(type) && captured.dependsOnProcess(type, source);
    }

    @Override
    public List<PayloadLayout> layouts(int type, int source) {
        return isOwn(type) ? List.of(layout(type, source, -1)) : captured.layouts(type, source);
    }

    @Override
    public List<PayloadLayout> ownLayouts() {
        return messages.all().stream().map(OwnDecoder::layout).toList();
    }

    @Override
    public ContextReader context() {
        return captured.context();
    }

    private boolean isOwn(int type) {
        return catalog.type(type).kind() == HeaderKind.OWN;
    }

    private PayloadLayout own(int id, int source) {
        EventType type = catalog.type(id);
        Optional<OwnMessages.Known> known = messages.find(type.provider(), type.id());
        return known.isPresent() ? layout(known.get()) : captured.layout(id, source, -1);
    }

    private static PayloadLayout layout(OwnMessages.Known known) {
        return new OwnLayout(known.provider().name(), known.prototype());
    }
}
