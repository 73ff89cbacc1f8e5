package io.ringtail.processors.canary;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.ringtail.processors.Intent;
import io.ringtail.processors.Outputs;
import io.ringtail.processors.canary.Judgement.Measure;
import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.canary.proto.Alert;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.proto.Outcome;
import io.ringtail.processors.state.Codec;
import io.ringtail.processors.state.MapState;
import io.ringtail.processors.state.MemoryStates;
import io.ringtail.processors.strategy.Strategy;
import io.ringtail.processors.strategy.StrategyStore;
import io.ringtail.ring.bus.OwnProvider;
import io.ringtail.ring.event.Ticks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupervisorTest {
    private static final long NOW = 1_000_000 * Ticks.PER_SECOND;
    private static final String TEXT = "{\"version\":\"v2\",\"weight\":%d,\"rollbackOn5xxRate\":0.03}";

    private final MemoryStates states = new MemoryStates(Map.of());
    private final MapState<String, Service> services =
            states.map("services", Codec.TEXT, Codec.of((out, service) -> service.write(out), Service::read));
    private final Guard guard = new Guard();
    private final Supervisor supervisor =
            new Supervisor(guard, new Fleet(states), states.map("pending", Codec.TEXT, Codec.TEXT), service -> false);
    private final Heard heard = new Heard();

    @Test
    void theEndOfAnOlderWishSaysNothingOfANewerOne() {
        guard.limit(1);
        strategyIs(15, 1);
        Judgement bad = new Judgement(Verdict.FAIL, Measure.SERVER_ERRORS, true, 0.5, 0, 0.03, "", "bad");
        service().record().judged(bad);
        strategyIs(20, 2);
        strategyIs(25, 3);
        assertThat(heard.intents).extracting(Intent::action).containsExactly("rollback", "rollback");

        finished(0);

        assertThat(heard.alerts).filteredOn(what -> what.equals("REFUSED")).isEmpty();
        assertThat(service().isPending()).isTrue();
        assertThat(guard.hindrance(Action.ROLLBACK, another(), NOW)).isPresent();

        finished(1);

        assertThat(heard.alerts).filteredOn(what -> what.equals("REFUSED")).hasSize(1);
        assertThat(service().isPending()).isFalse();
        assertThat(guard.hindrance(Action.ROLLBACK, another(), NOW)).isEmpty();
    }

    private static Strategy another() {
        var read = Strategy.read("cart", TEXT.formatted(15));
        return ((Strategy.Reading.Ok) read).strategy();
    }

    private void strategyIs(int weight, long revision) {
        StoreChanged change = StoreChanged.newBuilder()
                .setKey(StrategyStore.STRATEGIES + "checkout")
                .setRevision(revision)
                .setValue(TEXT.formatted(weight))
                .build();
        supervisor.changed(services, change, NOW, heard);
    }

    private void finished(int intent) {
        Outcome outcome = Outcome.newBuilder()
                .setIdempotencyKey(Heard.key(intent))
                .setAction("rollback")
                .setStatus("REFUSED")
                .setDetail("there is a newer revision")
                .build();
        supervisor.finished(service(), outcome, heard);
    }

    private Service service() {
        return services.get("checkout").orElseThrow();
    }

    /** Keeps what comes out. */
    private static final class Heard implements Outputs {
        private final List<Intent> intents = new ArrayList<>();
        private final List<String> alerts = new ArrayList<>();

        static String key(int number) {
            return "intent-" + number;
        }

        @Override
        public long cause() {
            return 0;
        }

        @Override
        public void event(
                long causeSequence, OwnProvider provider, int eventId, long timeTicks, Message.Builder message) {
            if (message instanceof Alert.Builder alert) {
                alerts.add(alert.getWhat());
            }
        }

        @Override
        public String intent(long causeSequence, long timeTicks, Intent intent) {
            intents.add(intent);
            return key(intents.size() - 1);
        }
    }
}
