package io.ringtail.dsl.check;

import io.ringtail.dsl.check.host.HostMachine;
import io.ringtail.dsl.check.windows.WmiMachine;

/** The machine that Ringtail runs on. Made when it is first asked: it loads native code. */
public final class Machines {
    private Machines() {}

    public static Machine here() {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        return new Patience(windows ? new WmiMachine() : new HostMachine());
    }
}
