package io.ringtail.etw.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModulesTest {
    private static final int PID = 4;

    private final Modules modules = new Modules();

    @Test
    void whatStandsAtAnAddressChangesWithTime() {
        modules.add(PID, 0x1000, 0x100, "first", Modules.Said.THERE, 10);
        modules.add(PID, 0x1000, 0x100, "first", Modules.Said.UNLOADED, 20);
        modules.add(PID, 0x1000, 0x200, "second", Modules.Said.LOADED, 30);
        modules.finish();

        assertThat(modules.frame(PID, 0x1010, 0)).contains("first+0x10");
        assertThat(modules.frame(PID, 0x1010, 20)).contains("first+0x10");
        assertThat(modules.frame(PID, 0x1010, 25)).isEmpty();
        assertThat(modules.frame(PID, 0x1110, 31)).contains("second+0x110");
        assertThat(modules.frame(5, 0x1010, 31)).isEmpty();
    }

    /** A size that somebody made up must not make each address a search of all that is known. */
    @Test
    void doesNotSearchAllForAnAddressBecauseOneIsTooLarge() {
        modules.add(PID, 0x1000, Long.MAX_VALUE, "boundless", Modules.Said.THERE, 0);
        for (int i = 0; i < 10_000; i++) {
            modules.add(PID, 0x10_0000 + 16 * i, 8, "small" + i, Modules.Said.THERE, 0);
        }
        modules.finish();

        assertThat(modules.frame(PID, 0x10_0001, 0)).contains("small0+0x1");
        assertThat(modules.frame(PID, 0x10_0009, 0)).contains("boundless+0xff009");
        assertThat(modules.frame(PID, 0x10_0009 + 16 * 9_999, 0)).isEmpty();
    }
}
