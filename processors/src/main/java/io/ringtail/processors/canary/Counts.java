package io.ringtail.processors.canary;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What was counted of some versions' requests in a window. Counts of hosts and of windows add up. */
final class Counts {
    /** More tenants are counted together, or one who makes up names could fill the memory. */
    private static final int MOST_TENANTS = 256;

    private static final String OTHERS = "…";

    private long requests;
    private long failures;
    private final Latencies latencies;
    private final Map<String, Tenant> tenants = new TreeMap<>();

    /** One tenant's part. */
    static final class Tenant {
        private long requests;
        private long failures;

        long requests() {
            return requests;
        }

        long failures() {
            return failures;
        }
    }

    Counts() {
        this(new Latencies());
    }

    private Counts(Latencies latencies) {
        this.latencies = latencies;
    }

    /** @param tenant empty if it is not known */
    void add(boolean failed, double milliseconds, String tenant) {
        requests++;
        failures += failed ? 1 : 0;
        latencies.add(milliseconds);
        if (!tenant.isEmpty()) {
            Tenant part = tenant(tenant);
            part.requests++;
            part.failures += failed ? 1 : 0;
        }
    }

    void addAll(Counts other) {
        requests += other.requests;
        failures += other.failures;
        latencies.addAll(other.latencies);
        other.tenants.forEach((name, part) -> {
            Tenant sum = tenant(name);
            sum.requests += part.requests;
            sum.failures += part.failures;
        });
    }

    Counts withoutTenants() {
        Counts copy = new Counts();
        copy.addAll(this);
        copy.tenants.clear();
        return copy;
    }

    private Tenant tenant(String name) {
        String cut = Texts.cut(name);
        String known = tenants.containsKey(cut) || tenants.size() < MOST_TENANTS ? cut : OTHERS;
        return tenants.computeIfAbsent(known, key -> new Tenant());
    }

    long requests() {
        return requests;
    }

    long failures() {
        return failures;
    }

    double rate() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    Latencies latencies() {
        return latencies;
    }

    Map<String, Tenant> tenants() {
        return tenants;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(requests);
        out.writeLong(failures);
        latencies.write(out);
        out.writeInt(tenants.size());
        for (Map.Entry<String, Tenant> tenant : tenants.entrySet()) {
            Texts.write(out, tenant.getKey());
            out.writeLong(tenant.getValue().requests);
            out.writeLong(tenant.getValue().failures);
        }
    }

    static Counts read(DataInput in) throws IOException {
        long requests = in.readLong();
        long failures = in.readLong();
        Counts read = new Counts(Latencies.read(in));
        read.requests = requests;
        read.failures = failures;
        if (failures < 0 || requests < failures) {
            throw new IOException("no counts: " + failures + " failures of " + requests);
        }
        for (int left = in.readInt(); left > 0; left--) {
            Tenant tenant = read.tenant(Texts.read(in));
            tenant.requests += in.readLong();
            tenant.failures += in.readLong();
        }
        return read;
    }
}
