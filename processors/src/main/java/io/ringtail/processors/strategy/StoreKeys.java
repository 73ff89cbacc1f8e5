package io.ringtail.processors.strategy;

import java.util.regex.Pattern;

/** What may be a key of a store. */
public final class StoreKeys {
    private static final String SEGMENT = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,7}");
    private static final Pattern SERVICE = Pattern.compile(SEGMENT);

    private StoreKeys() {}

    /** @throws IllegalArgumentException if it is none */
    public static String checked(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException(
                    "'" + key + "' is no key: it is made of letters, digits, '.', '_' and '-',"
                            + " each part begins with a letter or digit, and '/' stands between parts");
        }
        return key;
    }

    /** Whether a service may have this name. */
    public static boolean isService(String name) {
        return SERVICE.matcher(name).matches();
    }

    public static String strategy(String service) {
        return checked(StrategyStore.STRATEGIES + service);
    }

    /** The service whose strategy a key is. */
    public static String service(String key) {
        return key.substring(StrategyStore.STRATEGIES.length());
    }
}
