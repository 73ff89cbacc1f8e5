package io.ringtail.etw.schema;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of an XML document, without its text. Parsing takes documents from strangers: no DTD, no entities from
 * outside, at most {@link #MAX_BYTES}, {@link #MAX_ELEMENTS} and {@link
 * #MAX_DEPTH}.
 */
record XmlElement(String name, Map<String, String> attributes, List<XmlElement> children) {
    static final int MAX_BYTES = 16 << 20;
    private static final int MAX_DEPTH = 64;
    /** Several times as many as the largest manifests have; each costs some hundred bytes of memory. */
    private static final int MAX_ELEMENTS = 500_000;

    /** The document's root. */
    static XmlElement parse(byte[] document) throws BrokenSchemaException {
        if (document.length > MAX_BYTES) {
            throw new BrokenSchemaException(
                    "the XML has " + document.length + " bytes, more than " + MAX_BYTES + " are not read");
        }
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(XmlEncoding.text(document)));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new BrokenSchemaException("the XML is broken: "
                    + e.getLocation().getLineNumber() + ":" + e.getLocation().getColumnNumber() + ": "
                    + firstLine(e));
        }
    }

    /** The attribute's value, empty if it is missing. */
    String attribute(String key) {
        return attributes.getOrDefault(key, "");
    }

    /** All elements of this name, at any depth. */
    List<XmlElement> all(String wanted) {
        return allOutside("", wanted);
    }

    /** All elements of this name, at any depth, but none within elements of the other name. */
    List<XmlElement> allOutside(String fenced, String wanted) {
        List<XmlElement> found = new ArrayList<>();
        collect(fenced, wanted, found);
        return found;
    }

    private void collect(String fenced, String wanted, List<XmlElement> into) {
        for (XmlElement child : children) {
            if (child.name.equals(wanted)) {
                into.add(child);
            }
            if (!child.name.equals(fenced)) {
                child.collect(fenced, wanted, into);
            }
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("an entity from outside: " + systemId);
        });
        return factory;
    }

    private static XmlElement read(XMLStreamReader reader) throws XMLStreamException, BrokenSchemaException {
        Deque<XmlElement> open = new ArrayDeque<>();
        int elements = 0;
        while (reader.hasNext()) {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new BrokenSchemaException(
                        "the XML has a document type declaration, which a manifest never needs; remove it");
            }
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (++elements > MAX_ELEMENTS) {
                    throw new BrokenSchemaException("the XML has more than " + MAX_ELEMENTS + " elements");
                }
                open(reader, open);
            } else if (event == XMLStreamConstants.END_ELEMENT && open.size() > 1) {
                open.pop();
            }
        }
        return open.getLast();
    }

    private static void open(XMLStreamReader reader, Deque<XmlElement> open) throws BrokenSchemaException {
        if (open.size() == MAX_DEPTH) {
            throw new BrokenSchemaException("the XML nests deeper than " + MAX_DEPTH + " elements");
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        String qualified = reader.getLocalName();
        XmlElement element =
                new XmlElement(qualified.substring(qualified.indexOf(':') + 1), attributes, new ArrayList<>());
        if (!open.isEmpty()) {
            open.getFirst().children.add(element);
        }
        open.push(element);
    }

    private static String firstLine(XMLStreamException e) {
        String message = String.valueOf(e.getMessage());
        int text = message.indexOf("Message: ");
        String plain = text < 0 ? message : message.substring(text + "Message: ".length());
        return plain.lines().findFirst().orElse("").replaceFirst("\\.$", "");
    }
}
