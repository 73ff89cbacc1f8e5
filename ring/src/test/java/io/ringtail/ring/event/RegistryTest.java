package io.ringtail.ring.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private final Registry registry = new Registry();

    @Test
    void givesATypeOneIdHoweverOftenItIsRegistered() {
        assertThat(registry.register(type(1))).isZero();
        assertThat(registry.register(type(2))).isEqualTo(1);
        assertThat(registry.register(type(1))).isZero();

        assertThat(registry.typeCount()).isEqualTo(2);
        assertThat(registry.type(1)).isEqualTo(type(2));
    }

    @Test
    void givesEachSourceAnIdOfItsOwnAndTakesNewFacts() {
        int first = registry.register(source("a"));
        int second = registry.register(source("a"));

        registry.update(second, source("b"));

        assertThat(registry.source(first).name()).isEqualTo("a");
        assertThat(registry.source(second).name()).isEqualTo("b");
        assertThat(registry.sourceCount()).isEqualTo(2);
    }

    @Test
    void holdsAsManyTypesAsADamagedTraceHas() {
        int count = 1 << 17;
        for (int id = 0; id < count; id++) {
            assertThat(registry.register(type(id))).isEqualTo(id);
        }

        assertThat(registry.typeCount()).isEqualTo(count);
        assertThat(registry.type(count - 1)).isEqualTo(type(count - 1));
    }

    @Test
    void refusesIdsThatItNeverGave() {
        registry.register(type(1));

        assertThatThrownBy(() -> registry.type(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> registry.type(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> registry.source(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> registry.update(0, source("a"))).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static EventType type(int id) {
        return EventType.own(new UUID(0, 1), id, 0);
    }

    private static Source source(String name) {
        return new Source(name, "", "", "etl", Clock.TICKS, 0, 0, Map.of());
    }
}
