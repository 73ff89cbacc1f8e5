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
@SuppressWarnings("ShortCircuitBoolean") // without branches, which a scan would often guess wrong
public record RowTest(HeaderColumn column, Comparison comparison, long wanted) {
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
        boolean inside = comparison != Comparison.NOT_EQUAL;
        long low = low();
        long high = high();
        return switch (column) {
            case TIMESTAMP -> keepTimes(block, rows, count, low, high, inside);
            case CPU -> keepCpus(block, rows, count, low, high, inside);
            case PROCESS_ID, THREAD_ID -> keepIds(ids(block, rows, count, context), rows, count, low, high, inside);
            default -> keepSequences(block, rows, count, low, high, inside);
        };
    }

    private int[] ids(Block block, int[] rows, int count, EventContext context) {
        int[] ids = new int[count];
        if (column == HeaderColumn.PROCESS_ID) {
            context.processIds(block, rows, count, ids);
        } else {
            context.threadIds(block, rows, count, ids);
        }
        return ids;
    }

    /** Of a test of times: whether it holds for all of the block's, as its header tells. */
    boolean holdsOfTimes(Block block) {
        return comparison != Comparison.NOT_EQUAL && block.minTimeTicks() >= low() && block.maxTimeTicks() <= high();
    }

    /** The least value that passes, or, if values must differ, the one that does not. */
    private long low() {
        return switch (comparison) {
            case EQUAL, NOT_EQUAL, GREATER_OR_EQUAL -> wanted;
            case GREATER -> wanted == Long.MAX_VALUE ? wanted : wanted + 1;
            case LESS -> wanted == Long.MIN_VALUE ? Long.MAX_VALUE : Long.MIN_VALUE;
            case LESS_OR_EQUAL -> Long.MIN_VALUE;
        };
    }

    private long high() {
        return switch (comparison) {
            case EQUAL, NOT_EQUAL, LESS_OR_EQUAL -> wanted;
            case LESS -> wanted == Long.MIN_VALUE ? wanted : wanted - 1;
            case GREATER -> wanted == Long.MAX_VALUE ? Long.MIN_VALUE : Long.MAX_VALUE;
            case GREATER_OR_EQUAL -> Long.MAX_VALUE;
        };
    }

    private static int keepTimes(Block block, int[] rows, int count, long low, long high, boolean inside) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            long value = block.timeTicks(row);
            rows[kept] = row;
            kept += (value >= low & value <= high) == inside ? 1 : 0;
        }
        return kept;
    }

    private static int keepCpus(Block block, int[] rows, int count, long low, long high, boolean inside) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            int value = block.cpu(row);
            rows[kept] = row;
            kept += (value >= low & value <= high) == inside ? 1 : 0;
        }
        return kept;
    }

    /** An unknown id is null: unequal to every number, and neither below nor above. */
    private static int keepIds(int[] ids, int[] rows, int count, long low, long high, boolean inside) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            long value = Integer.toUnsignedLong(ids[i]);
            rows[kept] = rows[i];
            kept += (value >= low & value <= high & ids[i] != -1) == inside ? 1 : 0;
        }
        return kept;
    }

    private static int keepSequences(Block block, int[] rows, int count, long low, long high, boolean inside) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            long value = block.sequence(row);
            rows[kept] = row;
            kept += (value >= low & value <= high) == inside ? 1 : 0;
        }
        return kept;
    }
}
