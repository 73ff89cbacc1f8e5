package io.ringtail.processors.canary;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which program runs as which process, with its command line, by what their starts and rundowns have told so far. What is
 * told last holds; of too many the one that was told first is forgotten. <b>Threads:</b> one.
 */
final class Processes {
    private static final int MOST = 4_096;

    private final Map<Integer, String> names = new LinkedHashMap<>();

    void told(int pid, String image, String commandLine) {
        String both = commandLine.isEmpty() ? image : image + " " + commandLine;
        names.remove(pid);
        names.put(pid, Texts.cut(both));
        if (names.size() > MOST) {
            names.remove(names.keySet().iterator().next());
        }
    }

    /** Empty if nothing was told of it. */
    String nameOf(int pid) {
        return names.getOrDefault(pid, "");
    }

    void clear() {
        names.clear();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(names.size());
        for (Map.Entry<Integer, String> name : names.entrySet()) {
            out.writeInt(name.getKey());
            Texts.write(out, name.getValue());
        }
    }

    static Processes read(DataInputStream in) throws IOException {
        Processes read = new Processes();
        for (int left = in.readInt(); left > 0; left--) {
            read.names.put(in.readInt(), Texts.read(in));
        }
        return read;
    }
}
