package io.ringtail.processors.rules;

import io.ringtail.processors.Setup;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import java.util.ArrayList;
import java.util.List;

/** Which types and sources were met by now, by their ids, which rise in the order in which they are met. */
final class Knowledge {
    private final Setup setup;
    private final RuleStates states;

    Knowledge(Setup setup, RuleStates states) {
        this.setup = setup;
        this.states = states;
    }

    /** The first row from one on whose type or source was not met before; {@code toRow} if there is none. */
    int nextNew(Block block, int fromRow, int toRow) {
        int types = states.knownTypes();
        int sources = states.knownSources();
        boolean any = block.typeEntry(block.typeEntries() - 1) >= types
                || block.sourceEntry(block.sourceEntries() - 1) >= sources;
        if (!any) {
            return toRow;
        }
        int row = fromRow;
        while (row < toRow && block.type(row) < types && block.source(row) < sources) {
            row++;
        }
        return row;
    }

    /**
     * Notes the type and source of a row; how events of all types are read that are known with it. In a journal that was
     * written before there were rules these are many: types that have lower ids, and all of them in another source.
     */
    List<PayloadLayout> learn(Block block, int row) {
        int source = block.source(row);
        int types = Math.max(states.knownTypes(), block.type(row) + 1);
        int firstNew = source < states.knownSources() ? states.knownTypes() : 0;
        states.know(types, Math.max(states.knownSources(), source + 1));
        List<PayloadLayout> layouts = new ArrayList<>();
        for (int type = firstNew; type < types; type++) {
            layouts.add(decoder().layout(type, source, block.pid(row)));
        }
        return layouts;
    }

    /** Reads payloads with what is known by the time that it is asked. */
    PayloadDecoder decoder() {
        return new PayloadDecoder() {
            @Override
            public PayloadLayout layout(int type, int source, int pid) {
                return setup.decoder().get().layout(type, source, pid);
            }

            @Override
            public boolean dependsOnProcess(int type, int source) {
                return setup.decoder().get().dependsOnProcess(type, source);
            }
        };
    }
}
