package io.ringtail.dsl.check.windows;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ole32} and {@code oleaut32}, and calls through the tables of COM objects. No logic beside the call. */
final class Com {
    static final int MULTITHREADED = 0;
    static final int INPROC_SERVER = 1;
    static final int SECURITY_ALREADY_SET = 0x80010119;
    static final int MODE_ALREADY_SET = 0x80010106;

    private static final int RELEASE = 2;

    private static final Ole32 OLE = Native.load("ole32", Ole32.class, Map.of());
    private static final OleAut32 AUTOMATION = Native.load("oleaut32", OleAut32.class, Map.of());

    private Com() {}

    /** As in {@code combaseapi.h}. */
    interface Ole32 extends Library {
        int CoInitializeEx(@Nullable Pointer reserved, int model);

        int CoInitializeSecurity(
                @Nullable Pointer descriptor,
                int services,
                @Nullable Pointer service,
                @Nullable Pointer reserved,
                int authentication,
                int impersonation,
                @Nullable Pointer list,
                int capabilities,
                @Nullable Pointer reserved3);

        int CoCreateInstance(
                Pointer classId, @Nullable Pointer outer, int context, Pointer interfaceId, PointerByReference object);

        int CoSetProxyBlanket(
                Pointer proxy,
                int authentication,
                int authorization,
                @Nullable Pointer principal,
                int authenticationLevel,
                int impersonationLevel,
                @Nullable Pointer identity,
                int capabilities);

        void CoUninitialize();
    }

    /** As in {@code oleauto.h}. */
    interface OleAut32 extends Library {
        Pointer SysAllocString(Pointer text);

        void SysFreeString(Pointer text);

        int VariantClear(Pointer variant);
    }

    static Ole32 ole() {
        return OLE;
    }

    static OleAut32 automation() {
        return AUTOMATION;
    }

    /** Calls the method at this place of the object's table. */
    static int call(Pointer object, int method, @Nullable Object... arguments) {
        Pointer entry = object.getPointer(0).getPointer((long) method * Native.POINTER_SIZE);
        @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
        all[0] = object;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Function.getFunction(entry, Function.ALT_CONVENTION).invokeInt(all);
    }

    static void release(Pointer object) {
        call(object, RELEASE);
    }

    /** A string that COM owns; to be freed. */
    static Pointer bstr(String text) {
        byte[] utf16 = (text + "\0").getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
        Memory memory = new Memory(utf16.length);
        memory.write(0, utf16, 0, utf16.length);
        return AUTOMATION.SysAllocString(memory);
    }
}
