package io.ringtail.dsl.engine;

import io.ringtail.dsl.functions.Comparison;
import io.ringtail.ring.block.Block;
import io.ringtail.ring.block.Section;
import io.ringtail.ring.payload.EventContext;
import java.util.Set;

/**
 * A comparison of a header column with a number, made on the block itself: nothing is copied and nothing allocated.
 *
 * @param column TIMESTAMP, SEQUENCE, PROCESS_ID, THREAD_ID or CPU
 */
public record RowTest(HeaderColumn column, Comparison comparison, long wanted) {
    private static final long UNKNOWN_ID = 0xFFFF_FFFFL;

    public static boolean isFor(HeaderColumn column) {
        return switch (column) {
            case TIMESTAMP, SEQUENCE, PROCESS_ID, THREAD_ID, CPU -> true;
            default -> false;
        };
    }

    Set<Section> sections() {
        return column.sections();
    }

    /** Keeps in {@code rows} those of the first {@code count} that pass, and returns how many. */
    int keep(Block block, int[] rows, int count, EventContext context) {
        boolean isPlain = comparison == Comparison.EQUAL && !context.infersIds();
        return switch (column) {
            case PROCESS_ID -> isPlain ? keepPid(block, rows, count) : keepInferred(block, rows, count, context);
            case THREAD_ID -> isPlain ? keepTid(block, rows, count) : keepInferred(block, rows, count, context);
            default -> keepOthers(block, rows, count);
        };
    }

    private int keepInferred(Block block, int[] rows, int count, EventContext context) {
        int[] ids = new int[count];
        if (column == HeaderColumn.PROCESS_ID) {
            context.processIds(block, rows, count, ids);
        } else {
            context.threadIds(block, rows, count, ids);
        }
        int kept = 0;
        for (int i = 0; i < count; i++) {
            rows[kept] = rows[i];
            kept += idPasses(ids[i]) ? 1 : 0;
        }
        return kept;
    }

    private int keepPid(Block block, int[] rows, int count) {
        int kept = 0;
        if (wanted < 0 || wanted >= UNKNOWN_ID) {
            return 0;
        }
        int id = (int) wanted;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            rows[kept] = row;
            kept += block.pid(row) == id ? 1 : 0;
        }
        return kept;
    }

    private int keepTid(Block block, int[] rows, int count) {
        int kept = 0;
        if (wanted < 0 || wanted >= UNKNOWN_ID) {
            return 0;
        }
        int id = (int) wanted;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            rows[kept] = row;
            kept += block.tid(row) == id ? 1 : 0;
        }
        return kept;
    }

    private int keepOthers(Block block, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            rows[kept] = row;
            kept += passes(block, row) ? 1 : 0;
        }
        return kept;
    }

    private boolean passes(Block block, int row) {
        return switch (column) {
            case TIMESTAMP -> comparison.test(block.timeTicks(row), wanted);
            case SEQUENCE -> comparison.test(block.sequence(row), wanted);
            default -> comparison.test(block.cpu(row), wanted);
        };
    }

    /** An unknown id is null: unequal to every number, and neither below nor above. */
    private boolean idPasses(int id) {
        return id == -1 ? comparison == Comparison.NOT_EQUAL : comparison.test(Integer.toUnsignedLong(id), wanted);
    }
}
