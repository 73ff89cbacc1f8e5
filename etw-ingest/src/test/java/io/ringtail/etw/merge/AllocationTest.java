package io.ringtail.etw.merge;

import static io.ringtail.etw.file.TraceBytes.RAW0;
import static io.ringtail.etw.file.TraceBytes.event;
import static io.ringtail.etw.file.TraceBytes.item;
import static io.ringtail.etw.file.TraceBytes.join;
import static io.ringtail.etw.file.TraceBytes.kernel;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringtail.etw.file.RecordScanner;
import io.ringtail.etw.file.RecordView;
import io.ringtail.etw.file.TraceBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures, instead of assuming, that nothing is allocated per event. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BUFFERS = 2000;
    private static final int RECORDS = 80;

    @TempDir
    private Path folder;

    @Test
    void scansHeadersWithoutAllocation() {
        byte[] data = join(records(RECORDS, 1));
        RecordScanner scanner = new RecordScanner();
        RecordView record = new RecordView();
        long sum = scan(scanner, record, data, 1000);

        long before = THREADS.getCurrentThreadAllocatedBytes();
        sum += scan(scanner, record, data, 10_000);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

        assertThat(sum).isNotZero();
        assertThat(allocated).isLessThan(10_000);
    }

    /** What opening and each buffer cost is the same for few records and for many: so a record costs nothing. No object is this small. */
    @Test
    void mergesRecordsIntoEventsWithNoAllocationForEach() throws IOException {
        long few = allocatedByMerging(RECORDS / 4);
        long many = allocatedByMerging(RECORDS);

        double perEvent = (double) (many - few) / (BUFFERS * (RECORDS - RECORDS / 4));
        assertThat(perEvent).as("bytes per event").isLessThan(0.1);
    }

    private long allocatedByMerging(int recordsPerBuffer) throws IOException {
        TraceBytes trace = new TraceBytes(16 << 10);
        for (int i = 0; i < BUFFERS; i++) {
            trace.buffer(i % 4, records(recordsPerBuffer, i * 100L));
        }
        try (TraceFiles traces = Traces.open(folder, trace.bytes())) {
            count(traces);

            long before = THREADS.getCurrentThreadAllocatedBytes();
            long events = count(traces);
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;

            assertThat(events).isEqualTo((long) BUFFERS * recordsPerBuffer + 1);
            return allocated;
        }
    }

    private static long scan(RecordScanner scanner, RecordView record, byte[] data, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            scanner.wrap(data, data.length);
            while (scanner.next()) {
                sum += record.read(data, scanner.at()).id;
            }
        }
        return sum;
    }

    private static long count(TraceFiles traces) throws IOException {
        MergedRecords records = traces.records();
        long count = 0;
        while (records.next()) {
            count++;
        }
        return count;
    }

    private static byte[][] records(int count, long raw) {
        byte[][] records = new byte[count][];
        byte[] items = item(11, false, (byte) 5, (byte) 0, (byte) 0, (byte) 'n', (byte) 0);
        for (int i = 0; i < count; i++) {
            records[i] = switch (i % 3) {
                case 0 -> event(RAW0 + raw + i, i % 7, new byte[24]);
                case 1 -> event(RAW0 + raw + i, 0, items, new byte[8]);
                default -> kernel(17, 2, 15, 46, RAW0 + raw + i, new byte[16]);
            };
        }
        return records;
    }
}
