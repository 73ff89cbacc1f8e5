package io.ringtail.etw.source;

import io.ringtail.etw.decode.EtwDecoder;
import io.ringtail.etw.file.BufferPlan;
import io.ringtail.etw.file.EtlFile;
import io.ringtail.etw.file.TraceInputs;
import io.ringtail.etw.merge.SurveyCache;
import io.ringtail.etw.merge.TraceFiles;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.etw.schema.SchemaSource;
import io.ringtail.etw.schema.SchemaSurvey;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.payload.PayloadDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Traces opened together, surveyed, and ready to be asked: their schemas are found, so events can be decoded from the
 * first on, wherever in the trace a schema stands.
 *
 * <p><b>Ownership:</b> closes its traces. <b>Threads:</b> as {@link TraceFiles}.
 */
public final class OpenTraces implements AutoCloseable {
    private final TraceFiles files;
    private final PayloadDecoder decoder;
    private final List<String> schemaProblems;

    private OpenTraces(TraceFiles files, PayloadDecoder decoder, List<String> schemaProblems) {
        this.files = files;
        this.decoder = decoder;
        this.schemaProblems = List.copyOf(schemaProblems);
    }

    /** As {@link #open(List, Path, SchemaSource)}, with schemas that are known before. */
    public static OpenTraces open(List<Path> paths, Path temporaryFolder, List<Schema> imported) throws IOException {
        return open(paths, temporaryFolder, catalog -> SchemaFiles.of(imported));
    }

    /**
     * Opens what these paths name and reads all of it once.
     *
     * @param temporaryFolder where packed traces are unpacked to, until {@link #close}
     * @param imported schemas that the user brought; those in the traces come before them
     * @throws io.ringtail.etw.file.TraceUnreadableException if nothing can be read at all
     */
    public static OpenTraces open(List<Path> paths, Path temporaryFolder, SchemaSource imported) throws IOException {
        return open(paths, temporaryFolder, imported, SurveyCache.NONE);
    }

    /**
     * As {@link #open(List, Path, SchemaSource)}; of a trace that the cache knows it reads only what tells of schemas and
     * types.
     */
    public static OpenTraces open(List<Path> paths, Path temporaryFolder, SchemaSource imported, SurveyCache cache)
            throws IOException {
        TraceFiles files = TraceFiles.open(TraceInputs.expand(paths), temporaryFolder);
        try {
            SchemaSurvey survey = new SchemaSurvey(files.registry());
            MachineNames machines = new MachineNames();
            VolumeNames volumes = new VolumeNames();
            files.survey(new BothObservers(survey, new BothObservers(machines, volumes)), cache);
            machines.tell(files);
            volumes.tell(files);
            List<String> problems = new ArrayList<>(survey.finish());
            SchemaFiles found = imported.schemas(files.catalog());
            problems.addAll(found.problems());
            return new OpenTraces(files, EtwDecoder.of(files.catalog(), found.schemas()), problems);
        } catch (Throwable e) {
            files.close();
            throw e;
        }
    }

    public TraceFiles files() {
        return files;
    }

    public PayloadDecoder decoder() {
        return decoder;
    }

    /** What is wrong with schemas in the traces and imported ones; events that need them fall back to their ids. */
    public List<String> schemaProblems() {
        return schemaProblems;
    }

    /** How many events the traces hold, as the survey counted them. */
    public long eventCount() {
        return files.files().stream().mapToLong(OpenTraces::eventCount).sum();
    }

    private static long eventCount(EtlFile file) {
        BufferPlan plan = file.plan();
        return IntStream.range(0, plan.count()).mapToLong(plan::records).sum();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
