package io.ringtail.perf;

import com.sun.management.OperatingSystemMXBean;
import io.ringtail.ring.bus.Bus;
import io.ringtail.ring.bus.BusOptions;
import io.ringtail.ring.bus.WaitProfile;
import io.ringtail.ring.event.EventRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a bus costs that has nothing to do, and one that hears of something ten times a second: processor time alone. */
final class BusMeasures {
    private static final int ROUNDS = 50;
    private static final Duration ROUND = Duration.ofMillis(100);
    private static final double PERCENT = 100.0;
    private static final String AGENT_SECONDS = "20";

    private final Path folder;

    BusMeasures(Path folder) {
        this.folder = folder;
    }

    List<Measure> run() throws IOException {
        double nothing = percentOfACore(() -> {});
        BusOptions options = BusOptions.defaults().withProfile(WaitProfile.LOW_CPU);
        try (Bus bus = Bus.open(folder.resolve("idle.journal"), options)) {
            EventRecord event = new EventRecord().clear();
            bus.publish(event);
            bus.flush();
            percentOfACore(() -> bus.publish(event)); // what opening it left to be compiled
            double idle = percentOfACore(() -> {});
            double little = percentOfACore(() -> bus.publish(event));
            List<Measure> measures = new ArrayList<>(List.of(
                    new Measure("bus.idle", idle, "% of a core", "the process without a bus", nothing),
                    new Measure("bus.tenEventsASecond", little, "% of a core", "bus.idle", idle)));
            measures.addAll(agentMemory());
            return measures;
        }
    }

    /** In a process of its own, with the options of an agent. */
    private List<Measure> agentMemory() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--"))
                .forEach(command::add);
        // What the manifest of a jar opens is open to 'java -jar' alone.
        command.add("@" + Path.of(System.getProperty("ringtail.root", "."), "tools", "test.jvmopts"));
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(
                AgentLoad.class.getName(), folder.resolve("agent.journal").toString(), AGENT_SECONDS));
        Process agent = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] resident = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip()
                .split(" ", -1);
        if (resident.length != 2) {
            throw new IOException("the agent's process ended without a result");
        }
        return List.of(
                Measure.alone("bus.agent.resident", Double.parseDouble(resident[0]), "MiB"),
                Measure.alone("bus.agent.resident.most", Double.parseDouble(resident[1]), "MiB"));
    }

    /** Over some seconds, in each tenth of which the task is done once. */
    private static double percentOfACore(Runnable task) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            task.run();
            rest();
        }
        return PERCENT * (system.getProcessCpuTime() - cpu) / (System.nanoTime() - start);
    }

    private static void rest() {
        try {
            Thread.sleep(ROUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
