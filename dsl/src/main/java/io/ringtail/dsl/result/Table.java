package io.ringtail.dsl.result;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows with typed columns: what every verb prints. May be computed while it is read. */
public interface Table {
    List<Column> columns();

    /** Gives every row once, in order; values are as {@link io.ringtail.dsl.value.Values} has them. */
    void forEachRow(RowConsumer consumer) throws IOException;

    /** Complete after {@link #forEachRow}. */
    Meta meta();

    /** How a person wants to see it, where the query says so. */
    default Optional<Visualization> visualization() {
        return Optional.empty();
    }

    /** The same table; each row is shown before it is handed on. */
    default Table showingRowsTo(RowConsumer onlooker) {
        Table table = this;
        return new Table() {
            @Override
            public List<Column> columns() {
                return table.columns();
            }

            @Override
            public void forEachRow(RowConsumer consumer) throws IOException {
                table.forEachRow(row -> {
                    onlooker.accept(row);
                    consumer.accept(row);
                });
            }

            @Override
            public Meta meta() {
                return table.meta();
            }

            @Override
            public Optional<Visualization> visualization() {
                return table.visualization();
            }
        };
    }

    /** Takes rows. */
    interface RowConsumer {
        /** @param row the consumer's own from now on */
        void accept(@Nullable Object[] row) throws IOException;
    }
}
