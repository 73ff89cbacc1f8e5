package io.ringtail.processors.rules;

import io.ringtail.dsl.follow.Fed;
import io.ringtail.processors.EventRun;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands each rule the rows whose type may concern it, and no others: rows are sorted by type once for all rules, and of a
 * block that concerns no rule only the header is looked at. <b>Threads:</b> one.
 */
final class Dispatch {
    private static final int UNWANTED = -1;

    private final Map<Lane, List<RuleRun>> rules = new HashMap<>();
    /** By lane, source and type: which rules may take them. */
    private final Map<Long, RuleRun[]> interested = new HashMap<>();

    private int[] bucketOfType = {};
    private int[][] buckets = new int[0][];
    private int[] sizes = {};
    private int[] rows = {};
    private int[] merged = {};

    /** Takes rows of a block. */
    interface Taker {
        void take(RuleRun rule, Block block, int[] rows, int count);
    }

    /** These rules from now on, those that are bound and work. */
    void use(List<RuleRun> all) {
        rules.clear();
        interested.clear();
        for (RuleRun rule : all) {
            Fed fed = rule.fed();
            if (fed != null) {
                rules.computeIfAbsent(fed.lane(), lane -> new ArrayList<>()).add(rule);
            }
        }
    }

    /** A type or source is new: whom it concerns is to be asked again. */
    void forget() {
        interested.clear();
    }

    void run(EventRun run, Taker taker) {
        Block block = run.block();
        int types = block.typeEntries();
        RuleRun[][] wanting = new RuleRun[types][];
        boolean any = false;
        for (int i = 0; i < types; i++) {
            wanting[i] = wanting(run.lane(), block, block.typeEntry(i));
            any |= wanting[i].length > 0;
        }
        if (any) {
            sort(run, wanting);
            hand(block, wanting, taker);
        }
    }

    private RuleRun[] wanting(Lane lane, Block block, int type) {
        if (block.sourceEntries() == 1) {
            return wanting(lane, type, block.sourceEntry(0));
        }
        List<RuleRun> all = new ArrayList<>();
        for (int i = 0; i < block.sourceEntries(); i++) {
            for (RuleRun rule : wanting(lane, type, block.sourceEntry(i))) {
                if (!all.contains(rule)) {
                    all.add(rule);
                }
            }
        }
        return all.toArray(RuleRun[]::new);
    }

    private RuleRun[] wanting(Lane lane, int type, int source) {
        long key = (long) source << 33 | (long) type << 1 | lane.ordinal();
        RuleRun @Nullable [] known = interested.get(key);
        if (known == null) {
            known = rules.getOrDefault(lane, List.of()).stream()
                    .filter(rule -> mayTake(rule, type, source))
                    .toArray(RuleRun[]::new);
            interested.put(key, known);
        }
        return known;
    }

    private static boolean mayTake(RuleRun rule, int type, int source) {
        Fed fed = rule.fed();
        return fed != null && fed.mayTake(type, source);
    }

    /** The rows of each type that somebody wants. */
    private void sort(EventRun run, RuleRun[][] wanting) {
        Block block = run.block();
        reserve(block, wanting);
        int last = run.toRow();
        for (int row = run.fromRow(); row < last; row++) {
            int bucket = bucketOfType[block.type(row)];
            if (bucket != UNWANTED) {
                buckets[bucket][sizes[bucket]++] = row;
            }
        }
    }

    private void reserve(Block block, RuleRun[][] wanting) {
        if (buckets.length < wanting.length) {
            buckets = Arrays.copyOf(buckets, wanting.length);
            sizes = new int[wanting.length];
        }
        for (int i = 0; i < wanting.length; i++) {
            int type = block.typeEntry(i);
            if (type >= bucketOfType.length) {
                bucketOfType = Arrays.copyOf(bucketOfType, 2 * type + 16);
            }
            bucketOfType[type] = wanting[i].length == 0 ? UNWANTED : i;
            sizes[i] = 0;
            int[] bucket = buckets[i];
            if (bucket == null || bucket.length < block.typeEntryCount(i)) {
                buckets[i] = new int[Math.max(64, 2 * block.typeEntryCount(i))];
            }
        }
    }

    private void hand(Block block, RuleRun[][] wanting, Taker taker) {
        Map<RuleRun, List<Integer>> several = new HashMap<>();
        for (int i = 0; i < wanting.length; i++) {
            for (RuleRun rule : wanting[i]) {
                if (sizes[i] > 0) {
                    several.computeIfAbsent(rule, r -> new ArrayList<>()).add(i);
                }
            }
        }
        several.forEach((rule, of) -> taker.take(rule, block, copy(of), count(of)));
    }

    private int count(List<Integer> of) {
        int count = 0;
        for (int bucket : of) {
            count += sizes[bucket];
        }
        return count;
    }

    /** The rows of some types, ascending; the rule may overwrite them. */
    private int[] copy(List<Integer> of) {
        int count = count(of);
        if (rows.length < count) {
            rows = new int[2 * count];
            merged = new int[2 * count];
        }
        int size = 0;
        for (int bucket : of) {
            size = merge(size, buckets[bucket], sizes[bucket]);
        }
        return rows;
    }

    /** Merges a bucket into the first rows; returns how many there are then. */
    private int merge(int size, int[] bucket, int more) {
        if (size == 0) {
            System.arraycopy(bucket, 0, rows, 0, more);
            return more;
        }
        int left = 0;
        int right = 0;
        int to = 0;
        while (left < size && right < more) {
            merged[to++] = rows[left] < bucket[right] ? rows[left++] : bucket[right++];
        }
        System.arraycopy(rows, left, merged, to, size - left);
        System.arraycopy(bucket, right, merged, to + size - left, more - right);
        int[] swapped = rows;
        rows = merged;
        merged = swapped;
        return size + more;
    }
}
