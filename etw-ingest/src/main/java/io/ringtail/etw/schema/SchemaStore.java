package io.ringtail.etw.schema;

import io.ringtail.ring.event.Catalog;
import io.ringtail.ring.event.Schema;
import io.ringtail.ring.journal.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A user's schemas, which are there for every trace and journal: a folder for each provider, and in it the manifests
 * that speak for it, as XML or as they were compiled, named by number of import and content. Only the folders of providers that a recording holds are
 * read, so the store may be as large as Windows.
 *
 * <p><b>Threads:</b> any; two processes may import at a time. <b>Failure:</b> a file that cannot be used is a problem of
 * {@link SchemaFiles}; a store that is not there is empty.
 */
public final class SchemaStore implements SchemaSource {
    private static final String XML = ".man";
    private static final String COMPILED = ".wevt";
    /** Between these, and a number, the name of what is not whole yet. */
    private static final String UNFINISHED = "import";

    private static final String PART = ".part";
    private static final int HASH_BYTES = 8;

    private final Path folder;

    public SchemaStore(Path folder) {
        this.folder = folder;
    }

    /** Keeps a manifest under each of its providers; false if all of them have it already. */
    public boolean add(Schema schema) throws IOException {
        boolean isNew = false;
        for (ProviderSchema provider : ProviderSchema.readable(schema)) {
            Path into = Files.createDirectories(folder.resolve(provider.id().toString()));
            isNew |= add(schema, into);
        }
        return isNew;
    }

    @Override
    public SchemaFiles schemas(Catalog catalog) throws IOException {
        Set<UUID> providers = new LinkedHashSet<>();
        for (int type = 0; type < catalog.typeCount(); type++) {
            providers.add(catalog.type(type).provider());
        }
        List<Path> files = new ArrayList<>();
        for (UUID provider : providers) {
            files.addAll(files(folder.resolve(provider.toString())));
        }
        return distinct(files);
    }

    /** All that was ever imported. */
    public SchemaFiles all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return SchemaFiles.NONE;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> providers = Files.list(folder)) {
            for (Path provider : providers.sorted().toList()) {
                files.addAll(files(provider));
            }
        }
        return distinct(files);
    }

    private static boolean add(Schema schema, Path into) throws IOException {
        byte[] content = schema.content();
        String end = hash(content) + (schema.format().equals(SchemaFormat.MANIFEST.label()) ? XML : COMPILED);
        List<Path> there = files(into);
        if (there.stream().anyMatch(file -> file.toString().endsWith(end))) {
            return false;
        }
        Durable.sweepUnfinished(into, UNFINISHED + "*" + PART, Instant.now());
        Path whole = Files.createTempFile(into, UNFINISHED, PART);
        try {
            Files.write(whole, content);
            // Appears under its name as a whole or not at all; the number keeps the order of imports.
            Files.move(whole, into.resolve(String.format("%04d-%s", there.size() + 1, end)));
        } finally {
            Files.deleteIfExists(whole); // there only if something failed
        }
        return true;
    }

    private static List<Path> files(Path provider) throws IOException {
        if (!Files.isDirectory(provider)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(provider)) {
            return files.filter(SchemaStore::isStored).sorted().toList();
        }
    }

    private static boolean isStored(Path file) {
        return file.toString().endsWith(XML) || file.toString().endsWith(COMPILED);
    }

    /** A manifest of several providers lies in several folders, under a name that ends alike. */
    private static SchemaFiles distinct(List<Path> files) throws IOException {
        Map<String, Path> byHash = new LinkedHashMap<>();
        for (Path file : files) {
            String name = file.toString();
            byHash.putIfAbsent(name.substring(name.lastIndexOf('-') + 1), file);
        }
        return SchemaFiles.read(byHash.values());
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
