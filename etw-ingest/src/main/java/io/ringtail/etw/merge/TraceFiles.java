package io.ringtail.etw.merge;

import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.Problem;
import io.ringtail.etw.file.TraceInput;
import io.ringtail.etw.file.TraceUnreadableException;
import io.ringtail.ring.block.BlockCursor;
import io.ringtail.ring.block.Recording;
import io.ringtail.ring.block.Scan;
import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Registry;
import io.ringtail.ring.event.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Traces opened together, and read as if they had been journaled: sequences count from 0 in the merge order.
 *
 * <p><b>Threads:</b> any may scan, each with its own cursor. <b>Memory:</b> a few buffers for each processor and cursor,
 * whatever the size of the files. <b>Failure:</b> an input that cannot be read at all is left out and told by
 * {@link #unreadable}; if that is all of them, {@link #open} throws.
 */
public final class TraceFiles implements Recording {
    private final List<EtlFile> files;
    private final List<TraceUnreadableException> unreadable;
    private final Registry registry = new Registry();
    private final int[] sources;

    private TraceFiles(List<EtlFile> files, List<TraceUnreadableException> unreadable) {
        this.files = List.copyOf(files);
        this.unreadable = List.copyOf(unreadable);
        this.sources = register(registry);
    }

    /**
     * Opens traces, as {@code TraceInputs} lists them.
     *
     * @param temporaryFolder where packed traces are unpacked to, until {@link #close}
     * @throws TraceUnreadableException if none of them can be read
     */
    public static TraceFiles open(List<TraceInput> inputs, Path temporaryFolder) throws IOException {
        List<EtlFile> files = new ArrayList<>();
        List<TraceUnreadableException> unreadable = new ArrayList<>();
        try {
            for (TraceInput input : inputs) {
                openOne(input, temporaryFolder, files, unreadable);
            }
            if (files.isEmpty()) {
                throw unreadable.isEmpty() ? new TraceUnreadableException("no trace was named") : unreadable.get(0);
            }
            return new TraceFiles(files, unreadable);
        } catch (Throwable e) {
            closeAll(files);
            throw e;
        }
    }

    private static void openOne(
            TraceInput input, Path temporaryFolder, List<EtlFile> files, List<TraceUnreadableException> unreadable)
            throws IOException {
        try {
            files.add(EtlFile.open(input, temporaryFolder));
        } catch (TraceUnreadableException e) {
            unreadable.add(e);
        }
    }

    /** The traces that could be opened, in argument order. */
    public List<EtlFile> files() {
        return files;
    }

    /** Why the others could not. */
    public List<TraceUnreadableException> unreadable() {
        return unreadable;
    }

    /** The damage met by now: complete after {@link #survey} or a whole pass. */
    public List<Problem> problems() {
        return files.stream().flatMap(file -> file.problems().listed().stream()).toList();
    }

    /** The traces as sources of the bus, in argument order. */
    public List<Source> sources() {
        return files.stream().map(EtlFile::source).toList();
    }

    /**
     * Reads all traces once, in the order of the files: afterwards the order, {@link #problems} and counts are exact, and
     * the observer has seen what it wanted, with ids of {@link #registry}.
     */
    public void survey(RecordObserver observer) throws IOException {
        survey(observer, SurveyCache.NONE);
    }

    /**
     * As {@link #survey(RecordObserver)}. Of a trace that the cache knows only those buffers are read in which there is
     * something to be seen: nothing else differs.
     */
    public void survey(RecordObserver observer, SurveyCache cache) throws IOException {
        Survey survey = new Survey(registry, observer, cache);
        for (int i = 0; i < files.size(); i++) {
            survey.read(files.get(i), sources[i]);
        }
    }

    /** Takes the name of the machine of a source, and with it of all traces since the same start of that machine. */
    public void machine(int source, String machine) {
        tell(source, file -> file.machine(machine));
    }

    /** Takes what the devices of the machine of a source are called, likewise. */
    public void volumes(int source, String volumes) {
        tell(source, file -> file.volumes(volumes));
    }

    private void tell(int source, Consumer<EtlFile> fact) {
        long boot = registry.source(source).bootTicks();
        for (int i = 0; i < sources.length; i++) {
            EtlFile file = files.get(i);
            if (sources[i] == source || boot != 0 && file.header().bootTicks() == boot) {
                fact.accept(file);
                registry.update(sources[i], file.source());
            }
        }
    }

    /** The registry behind {@link #catalog}, for what the observer of {@link #survey} finds. */
    public Registry registry() {
        return registry;
    }

    /**
     * The events in merge order; exact for disordered buffers too if a {@link #survey} came before.
     *
     * @param anyRegistry gives the types their ids
     * @param sourceIds what the events name as their sources: for each of {@link #files}, in that order
     */
    public MergedRecords records(Registry anyRegistry, int[] sourceIds) {
        return new MergedRecords(files, sourceIds, anyRegistry, TimeRange.ALL);
    }

    /** The events in merge order, with ids of {@link #catalog}. */
    public MergedRecords records() {
        return records(registry, sources);
    }

    @Override
    public Catalog catalog() {
        return registry;
    }

    /** Files that are still written are read as far as they went when they were opened. */
    @Override
    public OptionalLong settledAt() {
        return OptionalLong.of(0);
    }

    @Override
    public BlockCursor scan(Scan scan) {
        TimeRange range = new TimeRange(scan.fromTimeTicks(), scan.toTimeTicks());
        long passedOver = files.stream().mapToLong(range::eventsBefore).sum();
        return new MergedBlocks(new MergedRecords(files, sources, registry, range), scan, range, passedOver);
    }

    @Override
    public void close() throws IOException {
        closeAll(files);
    }

    private int[] register(Registry into) {
        return files.stream().mapToInt(file -> into.register(file.source())).toArray();
    }

    private static void closeAll(List<EtlFile> files) throws IOException {
        IOException failure = null;
        for (EtlFile file : files) {
            try {
                file.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
