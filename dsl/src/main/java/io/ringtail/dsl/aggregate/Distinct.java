package io.ringtail.dsl.aggregate;

import io.ringtail.dsl.vector.Vector;
import io.ringtail.ring.payload.ScalarType;
import java.util.Arrays;

/**
 * How many different values there are: exact up to {@link #EXACT}, above that HyperLogLog with 2^14 registers (0.8 %
 * standard error). Which of the two, and its result, depend on the set of values alone, not on their order.
 */
final class Distinct implements PerGroup.State<Distinct> {
    static final int EXACT = 1 << 16;

    private static final int INDEX_BITS = 14;
    private static final int REGISTERS = 1 << INDEX_BITS;
    private static final byte[] NONE = {};

    private final KeptBytes kept;
    private long[] hashes = new long[16];
    private int count;
    private boolean hasZero;
    private byte[] registers = NONE;

    Distinct(KeptBytes kept) {
        this.kept = kept;
        kept.add((long) hashes.length * Long.BYTES);
    }

    @Override
    public void add(Vector value, int row) {
        addHash(hash(value, row));
    }

    @Override
    public void merge(Distinct later) {
        if (later.registers.length > 0) {
            toRegisters();
            for (int i = 0; i < REGISTERS; i++) {
                registers[i] = (byte) Math.max(registers[i], later.registers[i]);
            }
            return;
        }
        for (long hash : later.hashes) {
            if (hash != 0) {
                addHash(hash);
            }
        }
        if (later.hasZero) {
            addHash(0);
        }
    }

    @Override
    public Object result() {
        return registers.length == 0 ? (long) count : estimate();
    }

    private static long hash(Vector value, int row) {
        if (Vector.isBits(value.type())) {
            return mix(value.bits(row));
        }
        if (value.type() == ScalarType.REAL) {
            return mix(Double.doubleToLongBits(value.real(row) + 0.0));
        }
        return textHash(io.ringtail.dsl.value.Values.text(value.value(row)));
    }

    /** 64 bits of a string; {@link String#hashCode} has too few for counting. */
    static long textHash(String text) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return mix(hash);
    }

    static long mix(long value) {
        long hash = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }

    private void addHash(long hash) {
        if (registers.length > 0) {
            register(hash);
        } else if (hash == 0) {
            count += hasZero ? 0 : 1;
            hasZero = true;
        } else {
            insert(hash);
        }
        if (count > EXACT) {
            toRegisters();
        }
    }

    private void insert(long hash) {
        if (4L * count >= 3L * hashes.length) {
            long[] old = hashes;
            hashes = new long[2 * old.length];
            kept.add((long) old.length * Long.BYTES);
            for (long known : old) {
                if (known != 0) {
                    hashes[place(known)] = known;
                }
            }
        }
        int at = place(hash);
        count += hashes[at] == 0 ? 1 : 0;
        hashes[at] = hash;
    }

    private int place(long hash) {
        int at = (int) hash & hashes.length - 1;
        while (hashes[at] != 0 && hashes[at] != hash) {
            at = at + 1 & hashes.length - 1;
        }
        return at;
    }

    private void toRegisters() {
        if (registers.length > 0) {
            return;
        }
        registers = new byte[REGISTERS];
        kept.add(REGISTERS - (long) hashes.length * Long.BYTES);
        for (long hash : hashes) {
            if (hash != 0) {
                register(hash);
            }
        }
        if (hasZero) {
            register(0);
        }
        hashes = new long[0];
        count = 0;
    }

    private void register(long hash) {
        int index = (int) (hash >>> Long.SIZE - INDEX_BITS);
        byte rank = (byte) (Long.numberOfLeadingZeros(hash << INDEX_BITS | 1L << INDEX_BITS - 1) + 1);
        registers[index] = (byte) Math.max(registers[index], rank);
    }

    private long estimate() {
        int[] ranks = new int[Long.SIZE];
        for (byte register : registers) {
            ranks[register]++;
        }
        double sum = 0;
        for (int rank = 0; rank < ranks.length; rank++) {
            sum += ranks[rank] * Math.pow(2, -rank);
        }
        double alpha = 0.7213 / (1 + 1.079 / REGISTERS);
        double estimate = alpha * REGISTERS * REGISTERS / sum;
        if (estimate < 2.5 * REGISTERS && ranks[0] > 0) {
            return Math.round(REGISTERS * Math.log((double) REGISTERS / ranks[0]));
        }
        return Math.round(estimate);
    }

    @Override
    public String toString() {
        return registers.length == 0 ? Arrays.toString(hashes) : "about " + estimate();
    }
}
