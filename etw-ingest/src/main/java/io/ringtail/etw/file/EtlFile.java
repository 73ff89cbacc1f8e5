package io.ringtail.etw.file;

import io.ringtail.ring.event.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * An opened trace: its header, and the plan of its buffers from a pass over their headers. Their data is read when it is
 * asked for ({@link BufferReader}).
 *
 * <p><b>Threads:</b> any. <b>Ownership:</b> an unpacked trace lies in a temporary file, which {@link #close} deletes.
 * <b>Failure:</b> {@link #open} throws {@link TraceUnreadableException} when the input is no trace; damage that can be read
 * around is in {@link #problems}.
 */
public final class EtlFile implements Closeable {
    /** What files start with that are given as traces by mistake: texts in UTF-16 and UTF-8, and programs ("MZ"). */
    private static final int UTF16_MARK = 0xFEFF;

    private static final byte UTF8_MARK = (byte) 0xEF;
    private static final int PROGRAM_MAGIC = 0x5A4D;

    private final String name;
    private final TraceFile file;
    private final Problems problems;
    private final TraceHeader header;
    private final BufferPlan plan;
    private final UnpackedBuffers unpacked;
    private final LongAdder buffersRead = new LongAdder();
    private final LongAdder buffersDecompressed = new LongAdder();
    private final AtomicBoolean shrinkingTold = new AtomicBoolean();
    private volatile String machine = "";
    private volatile String volumes = "";

    private EtlFile(String name, TraceFile file, Problems problems, TraceHeader header, BufferPlan plan) {
        this.name = name;
        this.file = file;
        this.problems = problems;
        this.header = header;
        this.plan = plan;
        this.unpacked = new UnpackedBuffers(plan.count());
    }

    /**
     * Opens a trace.
     *
     * @param temporaryFolder where a packed trace is unpacked to
     */
    public static EtlFile open(TraceInput input, Path temporaryFolder) throws IOException {
        Problems problems = new Problems(input.name());
        TraceFile file = input.open(temporaryFolder, problems);
        try {
            PlanReader reader = new PlanReader(file, problems);
            BufferPlan plan = reader.read();
            EtlFile opened = new EtlFile(input.name(), file, problems, reader.header(), plan);
            opened.checkReadable();
            return opened;
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    /** The path as given; {@code archive!member} for a member of an archive. */
    public String name() {
        return name;
    }

    /** Bytes of the trace itself, unpacked. */
    public long sizeBytes() {
        return file.sizeBytes();
    }

    public TraceHeader header() {
        return header;
    }

    public BufferPlan plan() {
        return plan;
    }

    public Problems problems() {
        return problems;
    }

    /** As {@code stats} lists it; see {@link FileFacts} for the names. */
    public Map<String, String> facts() {
        return FileFacts.of(this);
    }

    /** What reading it has cost so far, {@link #open} aside. */
    public ReadCounts readCounts() {
        return new ReadCounts(buffersRead.sum(), buffersDecompressed.sum());
    }

    /** Takes the name of the machine, which a record of the trace tells. */
    public void machine(String newMachine) {
        machine = newMachine;
    }

    /** Takes what the machine's devices are called, which records of the trace tell. */
    public void volumes(String newVolumes) {
        volumes = newVolumes;
    }

    String volumes() {
        return volumes;
    }

    /** What the bus is told of this trace. */
    public Source source() {
        return new Source(
                name,
                header.loggerName().isEmpty() ? lastPart() : header.loggerName(),
                machine,
                "etl",
                header.clock(),
                header.bootTicks(),
                header.biasMinutes(),
                facts());
    }

    private String lastPart() {
        return name.substring(
                1 + Math.max(name.lastIndexOf('/'), Math.max(name.lastIndexOf('\\'), name.lastIndexOf('!'))));
    }

    /** Whether raw times of both can be compared: both clocks ran on one machine since one start. */
    public boolean sharesClockWith(EtlFile other) {
        return header.sharesClockWith(other.header);
    }

    /** Reads what is there of a buffer's stored data. */
    int readData(int buffer, byte[] into, int length) throws IOException {
        int there = file.read(plan.offset(buffer) + BufferHeader.BYTES, into, length);
        if (file.shrank() && shrinkingTold.compareAndSet(false, true)) {
            problems.addToFile("the file was cut while it was read, from " + file.sizeBytes() + " to " + file.sizeNow()
                    + " bytes; what stood behind that is missing");
        }
        return there;
    }

    /** What is to be said of a trace that somebody may still write; empty if it is closed and did not change. */
    public Optional<String> unfinished() throws IOException {
        if (file.sizeNow() > file.sizeBytes()) {
            return Optional.of("the file has grown to " + file.sizeNow()
                    + " bytes since it was opened; read is what was there then: " + file.sizeBytes());
        }
        boolean isOpen = !header.isLost() && header.endTicks() == 0;
        return isOpen
                ? Optional.of(
                        "its session has not closed it: it is still being written, or was ended by force; read is what"
                                + " was there when it was opened: " + file.sizeBytes() + " bytes")
                : Optional.empty();
    }

    /**
     * What tells this trace, as it is now, from all others: a digest of its name, size, time and the headers of all its
     * buffers. Empty if there is no use in remembering it: it is still written, was unpacked for this process, or changed
     * since it was opened.
     */
    public Optional<byte[]> identity() throws IOException {
        Optional<String> stamp = file.stamp();
        if (stamp.isEmpty() || unfinished().isPresent()) {
            return Optional.empty();
        }
        MessageDigest digest = sha256();
        digest.update(stamp.get().getBytes(StandardCharsets.UTF_8));
        plan.digest(digest);
        return Optional.of(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    UnpackedBuffers unpacked() {
        return unpacked;
    }

    void countRead() {
        buffersRead.increment();
    }

    void countDecompressed() {
        buffersDecompressed.increment();
    }

    /** A header alone makes a trace; without it, there must be at least one record. */
    private void checkReadable() throws IOException {
        if (!header.isLost()) {
            return;
        }
        BufferReader reader = new BufferReader();
        LoadedBuffer loaded = new LoadedBuffer();
        for (int buffer = 0; buffer < plan.count(); buffer++) {
            reader.load(this, buffer, loaded);
            if (loaded.count() > 0) {
                return;
            }
        }
        throw new TraceUnreadableException(name + ": not a trace: " + file.sizeBytes()
                + " bytes hold no log file header and no buffer with a record in it" + hint());
    }

    private String hint() throws IOException {
        byte[] start = new byte[Integer.BYTES];
        if (file.read(0, start, start.length) < start.length) {
            return "";
        }
        int first = LittleEndian.unsignedShort(start, 0);
        if (first == TraceInput.GZIP_MAGIC) {
            return "; it was packed twice, unpack it once more";
        }
        boolean isText = start[0] == '<' || start[0] == UTF8_MARK || first == UTF16_MARK;
        return isText || first == PROGRAM_MAGIC
                ? "; a manifest, or a program that has one in it, is given with --schemas or imported: ringtail schema import"
                : "";
    }

    @Override
    public void close() throws IOException {
        unpacked.clear();
        file.close();
    }
}
