package io.ringtail.etw.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringtail.etw.schema.ProviderSchema;
import io.ringtail.etw.schema.SchemaFiles;
import io.ringtail.ring.event.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Manifests that Microsoft's compiler put into programs: the .NET runtime's, of 64 bits by version 3 of the format and of 32
 * bits by version 5. {@code ./verify} fetches them ({@code tools/real-programs}); skipped where they are
 * missing.
 */
class RealProgramsTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("ringtail.root"), "tools", "real-programs", "node_modules");
    private static final Path CLR64 =
            FOLDER.resolve("dotnet-2.0.0-win/shared/Microsoft.NETCore.App/2.0.0/clretwrc.dll");
    private static final Path CLR32 =
            FOLDER.resolve("dotnet-2.1-win-ia32/shared/Microsoft.NETCore.App/2.1.8/clretwrc.dll");

    @Test
    void readsAllEventsOfTheRuntimeOfBothWidths() throws Exception {
        Map<String, Integer> wide = eventCounts(CLR64);
        Map<String, Integer> narrow = eventCounts(CLR32);

        assertThat(wide.values()).containsExactlyInAnyOrder(168, 45, 3, 181);
        assertThat(narrow)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "Microsoft-Windows-DotNETRuntime",
                        169,
                        "Microsoft-Windows-DotNETRuntimeRundown",
                        45,
                        "Microsoft-Windows-DotNETRuntimeStress",
                        3,
                        "Microsoft-Windows-DotNETRuntimePrivate",
                        181));
    }

    @Test
    void readsStructuresArraysAndMaps() throws Exception {
        List<String> events = lines(CLR32);

        assertThat(events)
                .contains(
                        "1 v2 GC/Start: Count u32, Depth u32, Reason u32 (GCReasonMap), Type u32 (GCTypeMap),"
                                + " ClrInstanceID u16, ClientSequenceNumber u64",
                        "15 v0 Type/BulkType: Count u32, ClrInstanceID u16, Values {TypeID u64, ModuleID u64,"
                                + " TypeNameID u32, Flags u32 (TypeFlagsMap), CorElementType u8, Name utf16,"
                                + " TypeParameterCount u32, TypeParameters u64[]}[]",
                        "82 v0 ClrStack/Walk: ClrInstanceID u16, Reserved1 u8, Reserved2 u8, FrameCount u32, Stack ptr[]");
    }

    /**
     * The trace holds what Windows itself made of the manifests of its runtime, which is another than the program's: names
     * of tasks and the like differ, the payloads read alike. The trace's has maps for values of which the program's tells
     * none; those have their built-in names.
     */
    @Test
    void decodesATraceAsTheSchemasInItDo() throws Exception {
        RealTraces.assumeThere();
        List<Schema> imported = schemas(CLR64);
        Set<String> known = imported.stream()
                .flatMap(schema -> ProviderSchema.readable(schema).stream())
                .flatMap(provider -> provider.events().stream()
                        .map(event -> provider.id() + "/" + event.id() + "/v" + event.versions()))
                .collect(Collectors.toSet());

        List<String> byTrace = decoded(schema -> true, List.of(), known);
        List<String> byProgram = decoded(schema -> false, imported, known);

        assertThat(byTrace).hasSizeGreaterThan(1000);
        Set<String> different = new TreeSet<>();
        for (int i = 0; i < byTrace.size(); i++) {
            if (!byTrace.get(i).equals(byProgram.get(i))) {
                different.add(byTrace.get(i).substring(0, byTrace.get(i).indexOf(' ')));
            }
        }
        // The program's manifest has no ReasonMessage, which the trace's has.
        assertThat(different).containsExactly("763fd754-7086-4dfe-95eb-c01a46faf4ca/188/v0");
    }

    private static List<String> decoded(Predicate<Schema> wanted, List<Schema> imported, Set<String> known)
            throws IOException {
        List<String> events = new ArrayList<>();
        RealTraces.visit("net.4.5.2.x64.etl.zip", wanted, imported, (event, type, layout) -> {
            String key = type.provider() + "/" + type.id() + "/v" + type.version();
            if (known.contains(key)) {
                events.add(key + " " + layout.payload(event) + " " + layout.problem(event));
            }
        });
        return events;
    }

    private static Map<String, Integer> eventCounts(Path program) throws Exception {
        Map<String, Integer> counts = new HashMap<>();
        for (ProviderSchema provider : providers(program)) {
            counts.put(
                    provider.name().isEmpty() ? provider.id().toString() : provider.name(),
                    provider.events().size());
        }
        return counts;
    }

    private static List<String> lines(Path program) throws Exception {
        return providers(program).stream()
                .flatMap(provider -> provider.events().stream())
                .map(event -> event.id() + " v" + event.versions() + " " + event.name() + ": " + event.fields())
                .toList();
    }

    private static List<ProviderSchema> providers(Path program) throws Exception {
        List<ProviderSchema> providers = new ArrayList<>();
        for (Schema schema : schemas(program)) {
            providers.addAll(ProviderSchema.of(schema));
        }
        return providers;
    }

    private static List<Schema> schemas(Path program) throws IOException {
        Assumptions.assumeTrue(
                Files.isRegularFile(program),
                program + " is not there; fetch it: cd tools/real-programs && npm install --force");
        SchemaFiles files = SchemaFiles.read(List.of(program));
        assertThat(files.problems()).isEmpty();
        return files.schemas();
    }
}
