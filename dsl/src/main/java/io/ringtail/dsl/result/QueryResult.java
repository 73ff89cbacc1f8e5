package io.ringtail.dsl.result;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table whose rows are all there. Immutable as long as nobody writes to its rows. */
public record QueryResult(List<Column> columns, List<@Nullable Object[]> rows, Meta meta) implements Table {
    public QueryResult {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (@Nullable Object[] row : rows) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException(row.length + " values in a row of " + columns.size() + " columns");
            }
        }
    }

    /** A complete result. Beside the constructor, whose parameters lose their null annotations in the class file. */
    public static QueryResult complete(List<Column> columns, List<@Nullable Object[]> rows) {
        return new QueryResult(columns, rows, Meta.COMPLETE);
    }

    @Override
    public void forEachRow(RowConsumer consumer) throws IOException {
        for (@Nullable Object[] row : rows) {
            consumer.accept(row);
        }
    }
}
