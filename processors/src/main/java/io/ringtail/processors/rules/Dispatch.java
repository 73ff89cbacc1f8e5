package io.ringtail.processors.rules;

import io.ringtail.dsl.follow.Fed;
import io.ringtail.dsl.follow.Probes;
import io.ringtail.processors.EventRun;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Lane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hands each rule the rows that may concern it, and no others: rows are sorted by type once for all rules, and where many
 * rules of one type compare a column with a value each, that column is looked at once for all of them. Of a block that
 * concerns no rule only the header is read. <b>Threads:</b> one.
 */
final class Dispatch {
    private static final int UNWANTED = -1;
    /** Fewer rules that ask one column look at it themselves. */
    private static final int LEAST_PROBED = 4;

    private final Map<Lane, List<Recipient>> recipients = new EnumMap<>(Lane.class);
    private final Map<Lane, Map<Integer, Interest>> interests = new EnumMap<>(Lane.class);
    private final List<Recipient> touched = new ArrayList<>();

    private int[] bucketOfType = {};
    private int[][] buckets = new int[0][];
    private int[] sizes = {};

    /** Takes rows of a block. */
    interface Taker {
        void take(RuleRun rule, Block block, int[] rows, int count);
    }

    /** These rules from now on, those that are bound and work. */
    void use(List<RuleRun> all) {
        recipients.clear();
        interests.clear();
        all.forEach(this::add);
    }

    /** This rule too, if it is bound and works. */
    void add(RuleRun rule) {
        Fed fed = rule.fed();
        if (fed != null) {
            recipients.computeIfAbsent(fed.lane(), lane -> new ArrayList<>()).add(new Recipient(rule, fed));
        }
    }

    void run(EventRun run, Taker taker) {
        Block block = run.block();
        Interest[] wanting = new Interest[block.typeEntries()];
        boolean any = false;
        for (int i = 0; i < wanting.length; i++) {
            wanting[i] = interest(run.lane(), block, block.typeEntry(i));
            any |= !wanting[i].isNone();
        }
        if (any) {
            sort(run, wanting);
            gather(block, wanting);
            hand(block, taker);
        }
    }

    private Interest interest(Lane lane, Block block, int type) {
        Interest interest =
                interests.computeIfAbsent(lane, l -> new HashMap<>()).computeIfAbsent(type, t -> new Interest(type));
        interest.ask(block, recipients.getOrDefault(lane, List.of()));
        return interest;
    }

    /** The rows of each type that somebody wants. */
    private void sort(EventRun run, Interest[] wanting) {
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

    private void reserve(Block block, Interest[] wanting) {
        if (buckets.length < wanting.length) {
            buckets = Arrays.copyOf(buckets, wanting.length);
            sizes = new int[wanting.length];
        }
        for (int i = 0; i < wanting.length; i++) {
            int type = block.typeEntry(i);
            if (type >= bucketOfType.length) {
                bucketOfType = Arrays.copyOf(bucketOfType, 2 * type + 16);
            }
            bucketOfType[type] = wanting[i].isNone() ? UNWANTED : i;
            sizes[i] = 0;
            int[] bucket = buckets[i];
            if (bucket == null || bucket.length < block.typeEntryCount(i)) {
                buckets[i] = new int[Math.max(64, 2 * block.typeEntryCount(i))];
            }
        }
    }

    private void gather(Block block, Interest[] wanting) {
        for (int i = 0; i < wanting.length; i++) {
            if (sizes[i] > 0) {
                int[] bucket = buckets[i];
                for (Recipient recipient : wanting[i].all) {
                    touch(recipient).add(bucket, sizes[i]);
                }
                for (Probes<Recipient> probes : wanting[i].probed) {
                    probes.match(
                            block,
                            bucket,
                            sizes[i],
                            (recipient, row) -> touch(recipient).add(row));
                }
            }
        }
    }

    private Recipient touch(Recipient recipient) {
        if (recipient.count == 0) {
            touched.add(recipient);
        }
        return recipient;
    }

    private void hand(Block block, Taker taker) {
        for (Recipient recipient : touched) {
            int count = recipient.count;
            recipient.count = 0;
            if (!recipient.ascending) {
                Arrays.sort(recipient.rows, 0, count);
                recipient.ascending = true;
            }
            taker.take(recipient.rule, block, recipient.rows, count);
        }
        touched.clear();
    }

    /** A rule, and the rows that it is handed next. */
    private static final class Recipient {
        final RuleRun rule;
        final Fed fed;
        int[] rows = {};
        int count;
        boolean ascending = true;

        Recipient(RuleRun rule, Fed fed) {
            this.rule = rule;
            this.fed = fed;
        }

        void add(int row) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, Math.max(64, 2 * count));
            }
            ascending &= count == 0 || rows[count - 1] < row;
            rows[count++] = row;
        }

        void add(int[] more, int size) {
            if (count + size > rows.length) {
                rows = Arrays.copyOf(rows, Math.max(64, 2 * (count + size)));
            }
            ascending &= count == 0 || rows[count - 1] < more[0];
            System.arraycopy(more, 0, rows, count, size);
            count += size;
        }
    }

    /** Who may take events of one type out of some sources. */
    private static final class Interest {
        private final int type;
        private final Set<Integer> sources = new HashSet<>();
        private final List<Recipient> some = new ArrayList<>();
        private int asked;
        final List<Recipient> all = new ArrayList<>();
        List<Probes<Recipient>> probed = List.of();

        Interest(int type) {
            this.type = type;
        }

        boolean isNone() {
            return some.isEmpty();
        }

        /** Asks those that were not asked yet of the sources of this block. */
        void ask(Block block, List<Recipient> recipients) {
            int before = some.size();
            for (int i = 0; i < block.sourceEntries(); i++) {
                if (sources.add(block.sourceEntry(i)) && asked > 0) {
                    some.clear();
                    before = -1;
                    asked = 0;
                }
            }
            for (; asked < recipients.size(); asked++) {
                Recipient recipient = recipients.get(asked);
                if (sources.stream().anyMatch(source -> recipient.fed.mayTake(type, source))) {
                    some.add(recipient);
                }
            }
            if (some.size() != before) {
                all.clear();
                probed = Probes.of(some, recipient -> recipient.fed, LEAST_PROBED, all);
            }
        }
    }
}
