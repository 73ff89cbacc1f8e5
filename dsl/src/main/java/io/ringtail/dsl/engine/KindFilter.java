package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Expr;
import io.ringtail.ring.block.Block;
import java.util.Arrays;
import java.util.List;

/**
 * Decides by an event's type and source, and by its process where that matters, whether the conditions on kinds let it
 * pass; of a block by its header alone where that can be. One thread, one scan.
 */
final class KindFilter {
    /** What the conditions say of all events of one type and source. */
    private static final byte UNKNOWN = 0;

    private static final byte NONE = 1;

    /** The second bit is set where any can pass. */
    private static final byte ALL = 2;

    /** Some processes' events pass, others' do not. */
    private static final byte SOME = 3;

    /** Returned by {@link #passing} where the header does not tell. */
    static final int DEPENDS_ON_ROWS = -1;

    private static final byte[] NO_TYPES = {};

    private final List<Expr.PerKind> conditions;
    private final KindTable kinds;
    private final BlockSource source;
    private byte[][] verdicts = new byte[0][];
    private boolean[] holding = {};

    KindFilter(List<Expr.PerKind> conditions, KindTable kinds, BlockSource source) {
        this.conditions = conditions;
        this.kinds = kinds;
        this.source = source;
    }

    /** Whether a block with this header can hold an event that passes. */
    boolean mayHold(Block block) {
        if (conditions.isEmpty()) {
            return true;
        }
        for (int from = 0; from < block.sourceEntries(); from++) {
            for (int type = 0; type < block.typeEntries(); type++) {
                if (verdict(block.typeEntry(type), block.sourceEntry(from)) != NONE) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an event of this type and source can pass. */
    boolean mayPass(int type, int from) {
        return verdict(type, from) != NONE;
    }

    /** How many of the block's events pass, as its header tells; or {@link #DEPENDS_ON_ROWS}. */
    int passing(Block block) {
        if (conditions.isEmpty()) {
            return block.count();
        }
        int passing = 0;
        boolean tells = true;
        for (int type = 0; type < block.typeEntries(); type++) {
            byte verdict = verdictOfAll(block, block.typeEntry(type));
            tells &= verdict != SOME;
            passing += verdict == ALL ? block.typeEntryCount(type) : 0;
        }
        return tells ? passing : DEPENDS_ON_ROWS;
    }

    /** The one type of which events of a block pass, all of them, as its header tells; or {@link #DEPENDS_ON_ROWS}. */
    int onlyType(Block block) {
        int only = DEPENDS_ON_ROWS;
        for (int i = 0; !conditions.isEmpty() && i < block.typeEntries(); i++) {
            byte verdict = verdictOfAll(block, block.typeEntry(i));
            if (verdict == SOME || verdict == ALL && only != DEPENDS_ON_ROWS) {
                return DEPENDS_ON_ROWS;
            }
            only = verdict == ALL ? block.typeEntry(i) : only;
        }
        return only;
    }

    /** What goes for events of this type from any of the block's sources. */
    private byte verdictOfAll(Block block, int type) {
        byte verdict = UNKNOWN;
        for (int from = 0; from < block.sourceEntries(); from++) {
            verdict |= verdict(type, block.sourceEntry(from));
        }
        return verdict;
    }

    /** Keeps in {@code rows} those of the first {@code count} that pass, and returns how many. */
    int keep(Block block, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            byte verdict = verdict(block.type(row), block.source(row));
            if (verdict == ALL || verdict == SOME && processHolds(block, row, block.source(row))) {
                rows[kept++] = row;
            }
        }
        return kept;
    }

    /** Puts into {@code rows} those that pass in any process, and returns how many; after {@link #passing}. */
    int candidates(Block block, int[] rows) {
        return block.sourceEntries() == 1
                ? candidates(block, verdicts[block.sourceEntry(0)], rows)
                : candidatesOfSources(block, rows);
    }

    /** Those whose type and source let any process's events pass; without a branch, for types come in no order. */
    private static int candidates(Block block, byte[] ofType, int[] rows) {
        int kept = 0;
        for (int row = 0; row < block.count(); row++) {
            rows[kept] = row;
            kept += ofType[block.type(row)] >> 1;
        }
        return kept;
    }

    private int candidatesOfSources(Block block, int[] rows) {
        int kept = 0;
        for (int row = 0; row < block.count(); row++) {
            rows[kept] = row;
            kept += verdicts[block.source(row)][block.type(row)] >> 1;
        }
        return kept;
    }

    /** Keeps of the candidates those that pass in their process, and returns how many. */
    int keepByProcess(Block block, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int from = block.source(row);
            rows[kept] = row;
            if (verdicts[from][block.type(row)] == ALL || processHolds(block, row, from)) {
                kept++;
            }
        }
        return kept;
    }

    private boolean processHolds(Block block, int row, int from) {
        int kind = kinds.kindOf(block.type(row), from, block.pid(row));
        if (kind >= holding.length) {
            int known = holding.length;
            holding = Arrays.copyOf(holding, kinds.size());
            for (int i = known; i < holding.length; i++) {
                holding[i] = holds(i);
            }
        }
        return holding[kind];
    }

    private byte verdict(int type, int from) {
        if (from < verdicts.length && type < verdicts[from].length && verdicts[from][type] != UNKNOWN) {
            return verdicts[from][type];
        }
        byte verdict = decide(type, from);
        remember(type, from, verdict);
        return verdict;
    }

    private byte decide(int type, int from) {
        int[] possible = kinds.possible(type, from);
        byte verdict = possible.length == 0 ? SOME : UNKNOWN;
        for (int kind : possible) {
            verdict |= holds(kind) ? ALL : NONE;
        }
        return verdict;
    }

    private boolean holds(int kind) {
        for (Expr.PerKind condition : conditions) {
            if (!source.holds(condition, kind)) {
                return false;
            }
        }
        return true;
    }

    private void remember(int type, int from, byte verdict) {
        if (from >= verdicts.length) {
            int before = verdicts.length;
            verdicts = Arrays.copyOf(verdicts, from + 1);
            Arrays.fill(verdicts, before, verdicts.length, NO_TYPES);
        }
        if (type >= verdicts[from].length) {
            verdicts[from] = Arrays.copyOf(verdicts[from], Math.max(type + 1, 2 * verdicts[from].length));
        }
        verdicts[from][type] = verdict;
    }
}
