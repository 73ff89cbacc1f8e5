package io.ringtail.dsl.check.windows;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.ringtail.dsl.check.Machine;
import io.ringtail.dsl.check.MachineException;
import io.ringtail.dsl.check.Wql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Windows Management Instrumentation of this machine, in the namespace {@code root\cimv2}. Each question connects anew, in a
 * thread of its own, so that a connection that hangs hurts no other.
 */
public final class WmiMachine implements Machine {
    private static final String NAMESPACE = "root\\cimv2";
    private static final int AUTHENTICATION_WINNT = 10;
    private static final int LEVEL_CALL = 3;
    private static final int LEVEL_IMPERSONATE = 3;

    private static final Map<Integer, String> PROBLEMS = Map.of(
            0x80041010, "no such class",
            0x80041017, "WMI does not understand the question",
            0x80041003, "access is denied: run as administrator",
            0x80041013, "the provider of the class is not there",
            0x80041058, "the property is not there",
            0x8004100E, "no such namespace",
            0x80070422, "the service 'winmgmt' is disabled",
            0x800706BA, "the service 'winmgmt' does not answer");

    @Override
    public String name() {
        return "WMI";
    }

    @Override
    public List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException {
        int initialized = Com.ole().CoInitializeEx(null, Com.MULTITHREADED);
        if (initialized != Com.MODE_ALREADY_SET) {
            check(initialized, "COM cannot be started", question);
        }
        try {
            int secured = Com.ole().CoInitializeSecurity(null, -1, null, null, 0, LEVEL_IMPERSONATE, null, 0, null);
            if (secured != Com.SECURITY_ALREADY_SET) {
                check(secured, "COM's security cannot be set", question);
            }
            return connected(question, timeout);
        } finally {
            if (initialized != Com.MODE_ALREADY_SET) {
                Com.ole().CoUninitialize();
            }
        }
    }

    private static List<Map<String, @Nullable Object>> connected(Wql question, Duration timeout)
            throws MachineException {
        PointerByReference locator = new PointerByReference();
        check(
                Com.ole()
                        .CoCreateInstance(
                                Wbem.guid(Wbem.LOCATOR_CLASS),
                                null,
                                Com.INPROC_SERVER,
                                Wbem.guid(Wbem.LOCATOR),
                                locator),
                "WMI is not there",
                question);
        PointerByReference services = new PointerByReference();
        Pointer namespace = Com.bstr(NAMESPACE);
        try {
            check(Wbem.connect(locator.getValue(), namespace, services), "WMI does not answer", question);
        } finally {
            Com.automation().SysFreeString(namespace);
            Com.release(locator.getValue());
        }
        try {
            check(
                    Com.ole()
                            .CoSetProxyBlanket(
                                    services.getValue(),
                                    AUTHENTICATION_WINNT,
                                    0,
                                    null,
                                    LEVEL_CALL,
                                    LEVEL_IMPERSONATE,
                                    null,
                                    0),
                    "WMI's security cannot be set",
                    question);
            return executed(services.getValue(), question, timeout);
        } finally {
            Com.release(services.getValue());
        }
    }

    private static List<Map<String, @Nullable Object>> executed(Pointer services, Wql question, Duration timeout)
            throws MachineException {
        PointerByReference objects = new PointerByReference();
        Pointer language = Com.bstr("WQL");
        Pointer text = Com.bstr(question.text());
        try {
            check(Wbem.execute(services, language, text, objects), "WMI refuses", question);
        } finally {
            Com.automation().SysFreeString(text);
            Com.automation().SysFreeString(language);
        }
        try {
            return all(objects.getValue(), question, timeout);
        } finally {
            Com.release(objects.getValue());
        }
    }

    private static List<Map<String, @Nullable Object>> all(Pointer objects, Wql question, Duration timeout)
            throws MachineException {
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        while (true) {
            PointerByReference object = new PointerByReference();
            IntByReference count = new IntByReference();
            int result = Wbem.next(objects, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE), object, count);
            if (result == Wbem.TIMED_OUT) {
                throw new MachineException("WMI did not answer '" + question.text() + "' within " + timeout.toMillis()
                        + " ms; ask for less, or give it longer with --timeout");
            }
            check(result, "WMI cannot answer", question);
            if (count.getValue() == 0) {
                return found;
            }
            try {
                found.add(wanted(properties(object.getValue(), question), question));
            } finally {
                Com.release(object.getValue());
            }
        }
    }

    private static Map<String, @Nullable Object> properties(Pointer object, Wql question) throws MachineException {
        Map<String, @Nullable Object> properties = new LinkedHashMap<>();
        check(Wbem.beginProperties(object), "WMI gives no properties", question);
        PointerByReference name = new PointerByReference();
        IntByReference cimType = new IntByReference();
        Memory variant = new Memory(Variant.BYTES);
        variant.clear();
        while (true) {
            int result = Wbem.nextProperty(object, name, variant, cimType);
            if (result == Wbem.NO_MORE_DATA) {
                break;
            }
            check(result, "WMI gives no property", question);
            properties.put(Variant.text(name.getValue()), Variant.read(variant, cimType.getValue()));
            Com.automation().SysFreeString(name.getValue());
            Com.automation().VariantClear(variant);
        }
        Wbem.endProperties(object);
        return properties;
    }

    /** In the order in which they were asked for; WMI gives key properties that nobody asked for too. */
    private static Map<String, @Nullable Object> wanted(Map<String, @Nullable Object> properties, Wql question) {
        if (question.columns().isEmpty()) {
            return properties;
        }
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        for (String column : question.columns()) {
            Optional<String> name = properties.keySet().stream()
                    .filter(column::equalsIgnoreCase)
                    .findFirst();
            wanted.put(column, name.map(properties::get).orElse(null));
        }
        return wanted;
    }

    private static void check(int result, String what, Wql question) throws MachineException {
        if (result < 0) {
            String code = "0x" + Integer.toHexString(result);
            String why = PROBLEMS.containsKey(result) ? PROBLEMS.get(result) + " (" + code + ")" : code;
            throw new MachineException(what + " '" + question.text() + "': " + why);
        }
    }
}
