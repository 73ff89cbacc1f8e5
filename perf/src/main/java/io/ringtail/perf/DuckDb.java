package io.ringtail.perf;

import io.ringtail.dsl.BoundQuery;
import io.ringtail.ring.event.Ticks;
import io.ringtail.ring.payload.Cell;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** DuckDB with the events of a journal in a table of its own and in a Parquet file. One thread calls it. */
final class DuckDb implements AutoCloseable {
    static final String TABLE = "events";

    /** The columns that the questions touch, in the order of the table's. */
    static final String COLUMNS = "events | project Timestamp, Provider, EventName, EventId, Cpu, url, durationMs";

    private static final int NANOSECONDS_A_TICK = 100;

    private final Connection connection;
    private final Path parquet;

    private DuckDb(Connection connection, Path parquet) {
        this.connection = connection;
        this.parquet = parquet;
    }

    static DuckDb load(Path folder, BoundQuery columns) throws IOException {
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("peer.duckdb"));
            DuckDb peer = new DuckDb(connection, folder.resolve("peer.parquet"));
            peer.execute("CREATE TABLE events (ts TIMESTAMP, provider VARCHAR, event VARCHAR, event_id INTEGER,"
                    + " cpu INTEGER, url VARCHAR, duration_ms DOUBLE)");
            peer.append(columns);
            peer.execute("CHECKPOINT");
            peer.execute("COPY events TO '" + peer.parquet + "' (FORMAT parquet, COMPRESSION zstd)");
            return peer;
        } catch (SQLException e) {
            throw new IOException("DuckDB cannot be filled: " + e.getMessage(), e);
        }
    }

    String parquetTable() {
        return "'" + parquet + "'";
    }

    void threads(int count) throws IOException {
        try {
            execute("SET threads = " + count);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Runs a query and reads all its rows; returns how many. */
    long rows(String sql) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            long rows = 0;
            while (result.next()) {
                rows++;
            }
            return rows;
        } catch (SQLException e) {
            throw new IOException(sql + ": " + e.getMessage(), e);
        }
    }

    /** The one number that a query gives. */
    long number(String sql) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IOException(sql + ": " + e.getMessage(), e);
        }
    }

    private void append(BoundQuery columns) throws IOException, SQLException {
        try (DuckDBAppender appender =
                connection.unwrap(DuckDBConnection.class).createAppender(DuckDBConnection.DEFAULT_SCHEMA, TABLE)) {
            columns.stream().forEachRow(row -> {
                try {
                    append(appender, row);
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            });
        }
    }

    private static void append(DuckDBAppender appender, @Nullable Object[] row) throws SQLException {
        appender.beginRow();
        for (Object value : row) {
            switch (value) {
                case null -> appender.appendNull();
                case Cell.Datetime time -> appender.append(local(time.ticks()));
                case Long number -> appender.append(number.intValue());
                case Double real -> appender.append(real.doubleValue());
                default -> appender.append(value.toString());
            }
        }
        appender.endRow();
    }

    private static LocalDateTime local(long ticks) {
        long sinceEpoch = ticks - Ticks.AT_UNIX_ZERO;
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(sinceEpoch, Ticks.PER_SECOND),
                (int) Math.floorMod(sinceEpoch, Ticks.PER_SECOND) * NANOSECONDS_A_TICK,
                ZoneOffset.UTC);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
