package io.ringtail.dsl.check.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The methods of {@code wbemcli.h} that are called, by their places in the tables. No logic beside the call. */
final class Wbem {
    static final String LOCATOR_CLASS = "4590f811-1d3a-11d0-891f-00aa004b2e24";
    static final String LOCATOR = "dc12a687-737f-11cf-884d-00aa004b2e24";

    static final int TIMED_OUT = 0x40004;
    static final int NO_MORE_DATA = 0x40005;
    static final int FALSE = 1;

    private static final int CONNECT_SERVER = 3;
    private static final int EXEC_QUERY = 20;
    private static final int ENUM_NEXT = 4;
    private static final int BEGIN_ENUMERATION = 8;
    private static final int OBJECT_NEXT = 9;
    private static final int END_ENUMERATION = 10;

    private static final int CONNECT_USE_MAX_WAIT = 0x80;
    private static final int RETURN_IMMEDIATELY = 0x10;
    private static final int FORWARD_ONLY = 0x20;
    private static final int NONSYSTEM_ONLY = 0x40;

    private Wbem() {}

    /** A GUID as it lies in Windows' memory. */
    static Memory guid(String text) {
        UUID id = UUID.fromString(text);
        Memory memory = new Memory(16);
        memory.setInt(0, (int) (id.getMostSignificantBits() >>> 32));
        memory.setShort(4, (short) (id.getMostSignificantBits() >>> 16));
        memory.setShort(6, (short) id.getMostSignificantBits());
        memory.setLong(8, Long.reverseBytes(id.getLeastSignificantBits()));
        return memory;
    }

    static int connect(Pointer locator, Pointer namespace, PointerByReference services) {
        @Nullable Pointer none = null;
        return Com.call(
                locator, CONNECT_SERVER, namespace, none, none, none, CONNECT_USE_MAX_WAIT, none, none, services);
    }

    static int execute(Pointer services, Pointer language, Pointer query, PointerByReference objects) {
        return Com.call(
                services,
                EXEC_QUERY,
                language,
                query,
                RETURN_IMMEDIATELY | FORWARD_ONLY,
                (@Nullable Object) null,
                objects);
    }

    /** One object more; {@link #TIMED_OUT} if there is none within the time, {@link #FALSE} if there is none at all. */
    static int next(Pointer objects, int timeoutMillis, PointerByReference object, IntByReference count) {
        return Com.call(objects, ENUM_NEXT, timeoutMillis, 1, object, count);
    }

    static int beginProperties(Pointer object) {
        return Com.call(object, BEGIN_ENUMERATION, NONSYSTEM_ONLY);
    }

    static int nextProperty(Pointer object, PointerByReference name, Memory variant, IntByReference cimType) {
        return Com.call(object, OBJECT_NEXT, 0, name, variant, cimType, (@Nullable Object) null);
    }

    static void endProperties(Pointer object) {
        Com.call(object, END_ENUMERATION);
    }
}
