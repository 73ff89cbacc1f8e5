package io.ringtail.etw.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads instrumentation manifests: .man files, and what an EventSource writes into its trace. Names that nobody declared
 * stay as they stand; an event whose template cannot be read is left out, the others are as good as they were.
 */
final class ManifestReader {
    private ManifestReader() {}

    static Manifest parse(byte[] document) throws BrokenSchemaException {
        XmlElement root = XmlElement.parse(document);
        Map<String, String> strings = strings(root);
        List<XmlElement> elements = providers(root);
        if (elements.isEmpty()) {
            throw new BrokenSchemaException("the manifest has no provider");
        }
        List<Manifest.Provider> providers = new ArrayList<>();
        for (XmlElement provider : elements) {
            providers.add(new ManifestProviderReader(provider, strings).provider());
        }
        return new Manifest(providers);
    }

    /** Manifests of components have providers of performance counters beside those of events. */
    private static List<XmlElement> providers(XmlElement root) {
        if (root.name().equals("provider")) {
            return List.of(root);
        }
        return root.allOutside("counters", "provider");
    }

    /** The first culture wins: where there are several, English stands first by custom. */
    private static Map<String, String> strings(XmlElement root) {
        Map<String, String> strings = new HashMap<>();
        for (XmlElement table : root.all("stringTable")) {
            for (XmlElement string : table.all("string")) {
                strings.putIfAbsent(string.attribute("id"), string.attribute("value"));
            }
        }
        return strings;
    }
}
