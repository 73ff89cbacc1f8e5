package io.ringtail.ring.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class OwnProviderTest {
    @Test
    void derivesTheGuidAsEventSourceDoes() {
        OwnProvider known = OwnProvider.named("Microsoft-Diagnostics-DiagnosticSource");

        assertThat(known.guid()).isEqualTo(UUID.fromString("adb401e1-5296-51f8-c125-5fda75826144"));
        assertThat(OwnProvider.BUS.guid()).isEqualTo(UUID.fromString("44ebc6f9-c328-55b8-506d-18103c7aaa89"));
    }
}
