package io.ringtail.processors.canary;

import io.ringtail.processors.strategy.LocalStrategyStore;
import io.ringtail.processors.strategy.StrategyStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class LocalFleetTest extends FleetContract {
    @TempDir
    private Path strategies;

    @Override
    protected StrategyStore open() throws IOException {
        return LocalStrategyStore.open(strategies, InstantSource.system());
    }
}
