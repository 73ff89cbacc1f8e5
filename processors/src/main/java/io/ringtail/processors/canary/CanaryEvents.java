package io.ringtail.processors.canary;

import io.ringtail.processors.canary.proto.Alert;
import io.ringtail.processors.canary.proto.Judged;
import io.ringtail.processors.canary.proto.RollbackVerdict;
import io.ringtail.processors.canary.proto.StoreChanged;
import io.ringtail.processors.canary.proto.StrategyRejected;
import io.ringtail.ring.bus.OwnMessages;
import io.ringtail.ring.bus.OwnProvider;

/** The events of the provider Ringtail-Canary; {@code canary.proto} has their messages. */
public final class CanaryEvents {
    public static final OwnProvider PROVIDER = OwnProvider.named("Ringtail-Canary");
    public static final int STORE_CHANGED = 1;
    public static final int JUDGED = 2;
    public static final int ALERT = 3;
    public static final int STRATEGY_REJECTED = 4;
    public static final int ROLLBACK_VERDICT = 5;

    private CanaryEvents() {}

    /** Tells how they are read. */
    public static OwnMessages addTo(OwnMessages messages) {
        return messages.add(PROVIDER, STORE_CHANGED, StoreChanged.getDefaultInstance())
                .add(PROVIDER, JUDGED, Judged.getDefaultInstance())
                .add(PROVIDER, ALERT, Alert.getDefaultInstance())
                .add(PROVIDER, STRATEGY_REJECTED, StrategyRejected.getDefaultInstance())
                .add(PROVIDER, ROLLBACK_VERDICT, RollbackVerdict.getDefaultInstance());
    }
}
