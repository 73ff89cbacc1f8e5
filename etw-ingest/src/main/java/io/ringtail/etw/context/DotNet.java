package io.ringtail.etw.context;

import java.util.UUID;

/** The providers of the .NET runtime, which log stacks as events of their own. */
public final class DotNet {
    private static final UUID RUNTIME = UUID.fromString("e13c0d23-ccbc-4e12-931b-d9cc2eee27e4");
    private static final UUID PRIVATE = UUID.fromString("763fd754-7086-4dfe-95eb-c01a46faf4ca");
    private static final UUID RUNDOWN = UUID.fromString("a669021c-c450-4609-a035-5af59af4df18");

    private DotNet() {}

    static boolean is(UUID provider) {
        return provider.equals(RUNTIME) || provider.equals(PRIVATE);
    }

    static boolean isRuntime(UUID provider) {
        return provider.equals(RUNTIME);
    }

    static boolean isRundown(UUID provider) {
        return provider.equals(RUNDOWN);
    }

    /** Likewise, or the provider that tells at the end what was there. */
    public static boolean isOrTellsOf(UUID provider) {
        return is(provider) || provider.equals(RUNDOWN);
    }
}
