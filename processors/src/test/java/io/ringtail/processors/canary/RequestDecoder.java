package io.ringtail.processors.canary;

import io.ringtail.ring.block.EventView;
import io.ringtail.ring.payload.Field;
import io.ringtail.ring.payload.FieldReader;
import io.ringtail.ring.payload.PayloadDecoder;
import io.ringtail.ring.payload.PayloadLayout;
import io.ringtail.ring.payload.ScalarType;
import java.util.List;
import java.util.Map;

/** Every event is a request: its first byte is the version, its second whether it failed. */
final class RequestDecoder implements PayloadDecoder {
    private static final PayloadLayout LAYOUT = new PayloadLayout() {
        @Override
        public String provider() {
            return "Contoso-Checkout";
        }

        @Override
        public String eventName() {
            return "Request/Stop";
        }

        @Override
        public String taskName() {
            return "Request";
        }

        @Override
        public String opcodeName() {
            return "Stop";
        }

        @Override
        public boolean decodable() {
            return true;
        }

        @Override
        public List<Field> fields() {
            return List.of(
                    new Field("version", ScalarType.STRING, false), new Field("statusCode", ScalarType.LONG, false));
        }

        @Override
        public FieldReader reader(int field) {
            return (view, into) -> {
                byte[] payload = view.payload();
                if (field == 0) {
                    into.setObject(Byte.toString(payload[0]));
                } else {
                    into.setBits(payload[1] == 0 ? 200 : 500);
                }
            };
        }

        @Override
        public Map<String, Object> payload(EventView event) {
            return Map.of();
        }
    };

    @Override
    public PayloadLayout layout(int type, int source, int pid) {
        return LAYOUT;
    }

    @Override
    public boolean dependsOnProcess(int type, int source) {
        return false;
    }
}
