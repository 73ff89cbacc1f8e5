package io.ringtail.etw.decode;

import io.ringtail.etw.schema.SchemaFormat;
import io.ringtail.ring.event.Schema;
import java.util.UUID;

/** Writes TRACE_EVENT_INFO and EVENT_MAP_INFO blocks by hand, true ones and lying ones. */
public final class TdhBlock {
    private static final int PROPERTIES_AT = 112;

    private final Bytes properties = Bytes.of();
    private final Bytes texts = Bytes.of();
    private final UUID provider;
    private final int id;
    private int count;
    private int topLevel = -1;
    private int textsAt;
    private long decodingSource;
    private String opcode = "win:Start";
    private String message = "";

    public TdhBlock(UUID provider, int id, int propertiesToCome) {
        this.provider = provider;
        this.id = id;
        textsAt = PROPERTIES_AT + 24 * propertiesToCome;
    }

    public TdhBlock topLevel(int number) {
        topLevel = number;
        return this;
    }

    public TdhBlock opcode(String name) {
        opcode = name;
        return this;
    }

    public TdhBlock message(String text) {
        message = text;
        return this;
    }

    public TdhBlock decodingSource(int number) {
        decodingSource = number;
        return this;
    }

    public TdhBlock field(String name, int in, int out) {
        return property(0, name, in, out, "", 1, 0);
    }

    public TdhBlock struct(String name, int first, int members, int flags, int elements) {
        properties
                .u32(1 | flags)
                .u32(text(name))
                .u16(first)
                .u16(members)
                .u32(0)
                .u16(elements)
                .u16(0)
                .u32(0);
        count++;
        return this;
    }

    public TdhBlock property(int flags, String name, int in, int out, String map, int elements, int length) {
        properties.u32(flags).u32(text(name)).u16(in).u16(out).u32(map.isEmpty() ? 0 : text(map));
        properties.u16(elements).u16(length).u32(0);
        count++;
        return this;
    }

    public byte[] bytes() {
        int providerName = text("Test-Provider ");
        int task = text("Work ");
        int opcodeName = opcode.isEmpty() ? 0 : text(opcode);
        int messageText = message.isEmpty() ? 0 : text(message);
        return Bytes.of()
                .guid(provider)
                .guid(new UUID(0, 0))
                .u16(id)
                .u8(0)
                .u8(0)
                .u8(4)
                .u8(1)
                .u16(7)
                .u64(0)
                .u32(decodingSource)
                .u32(providerName)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(task)
                .u32(opcodeName)
                .u32(messageText)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(count)
                .u32(topLevel < 0 ? count : topLevel)
                .u32(0)
                .raw(properties.bytes())
                .raw(texts.bytes())
                .bytes();
    }

    public Schema schema() {
        return schema(SchemaFormat.TDH_EVENT, 0, bytes());
    }

    public static Schema map(UUID provider, String name, boolean bits, Object... valuesAndTexts) {
        int entries = valuesAndTexts.length / 2;
        Bytes texts = Bytes.of().utf16(name);
        int textsAt = 16 + 8 * entries;
        Bytes table = Bytes.of();
        for (int i = 0; i < entries; i++) {
            table.u32(textsAt + texts.length()).u32((Integer) valuesAndTexts[2 * i]);
            texts.utf16(valuesAndTexts[2 * i + 1] + " ");
        }
        byte[] block = Bytes.of()
                .guid(provider)
                .u32(textsAt)
                .u32(bits ? 2 : 1)
                .u32(entries)
                .u32(0)
                .raw(table.bytes())
                .raw(texts.bytes())
                .bytes();
        return schema(SchemaFormat.TDH_MAP, 0, block);
    }

    public static Schema schema(SchemaFormat format, int source, byte[] content) {
        return new Schema(format.label(), source, Schema.ANY, Schema.Rank.IN_TRACE, content);
    }

    private int text(String text) {
        int at = textsAt + texts.length();
        texts.utf16(text);
        return at;
    }
}
