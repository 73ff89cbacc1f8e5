package io.ringtail.dsl.engine;

import io.ringtail.ring.block.Section;
import io.ringtail.ring.payload.ContextPart;
import io.ringtail.ring.payload.ScalarType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of {@code events}, in their order. What their names are is a contract: scripts use them. */
public enum HeaderColumn {
    TIMESTAMP("Timestamp", ScalarType.DATETIME, false),
    SEQUENCE("Sequence", ScalarType.LONG, false),
    PROVIDER("Provider", ScalarType.STRING, true),
    EVENT_NAME("EventName", ScalarType.STRING, true),
    MESSAGE("Message", ScalarType.STRING, false),
    PROCESS_ID("ProcessId", ScalarType.LONG, false),
    THREAD_ID("ThreadId", ScalarType.LONG, false),
    PROCESS_NAME("ProcessName", ScalarType.STRING, false),
    CPU("Cpu", ScalarType.INT, false),
    LEVEL("Level", ScalarType.INT, true),
    EVENT_ID("EventId", ScalarType.INT, true),
    VERSION("Version", ScalarType.INT, true),
    CHANNEL("Channel", ScalarType.INT, true),
    OPCODE("Opcode", ScalarType.INT, true),
    OPCODE_NAME("OpcodeName", ScalarType.STRING, true),
    TASK("Task", ScalarType.INT, true),
    TASK_NAME("TaskName", ScalarType.STRING, true),
    KEYWORDS("Keywords", ScalarType.LONG, true),
    ACTIVITY_ID("ActivityId", ScalarType.GUID, false),
    RELATED_ACTIVITY_ID("RelatedActivityId", ScalarType.GUID, false),
    PROVIDER_ID("ProviderId", ScalarType.GUID, true),
    HEADER_KIND("HeaderKind", ScalarType.STRING, true),
    PAYLOAD_SIZE("PayloadSize", ScalarType.INT, false),
    PAYLOAD("Payload", ScalarType.DYNAMIC, false),
    STACK("Stack", ScalarType.DYNAMIC, false),
    DECODE_PROBLEM("DecodeProblem", ScalarType.STRING, false),
    COMMAND_LINE("CommandLine", ScalarType.STRING, false),
    PARENT_PROCESS_ID("ParentProcessId", ScalarType.LONG, false),
    THREAD_NAME("ThreadName", ScalarType.STRING, false),
    MACHINE("Machine", ScalarType.STRING, true),
    SESSION("Session", ScalarType.STRING, true),
    LEVEL_NAME("LevelName", ScalarType.STRING, true),
    KEYWORD_NAMES("KeywordNames", ScalarType.STRING, true);

    /** What an {@link io.ringtail.ring.payload.EventContext} reads of a block, beside what it infers ids from. */
    static final Set<Section> CONTEXT_SECTIONS =
            Set.of(Section.TIME, Section.TYPE, Section.SOURCE, Section.PID, Section.TID, Section.CPU);

    private static final Map<String, HeaderColumn> BY_LABEL = new LinkedHashMap<>();

    static {
        for (HeaderColumn column : values()) {
            BY_LABEL.put(column.label, column);
        }
    }

    private final String label;
    private final ScalarType type;
    private final boolean perKind;

    HeaderColumn(String label, ScalarType type, boolean perKind) {
        this.label = label;
        this.type = type;
        this.perKind = perKind;
    }

    public String label() {
        return label;
    }

    public ScalarType type() {
        return type;
    }

    /** Whether all events of one kind have the same value. */
    public boolean perKind() {
        return perKind;
    }

    public boolean isHexadecimal() {
        return this == KEYWORDS;
    }

    public static Optional<HeaderColumn> labelled(String label) {
        return Optional.ofNullable(BY_LABEL.get(label));
    }

    public static boolean isTaken(String fieldName) {
        return BY_LABEL.keySet().stream().anyMatch(fieldName::equalsIgnoreCase);
    }

    /** What of the events' context is asked for it. */
    public Set<ContextPart> contextParts() {
        return switch (this) {
            case PROCESS_ID, THREAD_ID -> EnumSet.of(ContextPart.IDS);
            case PROCESS_NAME, COMMAND_LINE, PARENT_PROCESS_ID -> EnumSet.of(ContextPart.IDS, ContextPart.PROCESSES);
            case THREAD_NAME -> EnumSet.of(ContextPart.IDS, ContextPart.THREADS);
            case STACK -> EnumSet.of(ContextPart.STACKS);
            default -> EnumSet.noneOf(ContextPart.class);
        };
    }

    /** What of a block is read for it. */
    Set<Section> sections() {
        return switch (this) {
            case TIMESTAMP -> EnumSet.of(Section.TIME);
            case SEQUENCE -> EnumSet.of(Section.SEQUENCE);
            case PROCESS_ID -> EnumSet.of(Section.PID);
            case THREAD_ID -> EnumSet.of(Section.TID);
            case CPU -> EnumSet.of(Section.CPU);
            case PAYLOAD_SIZE -> EnumSet.of(Section.PAYLOAD_OFFSET);
            case STACK -> EnumSet.complementOf(EnumSet.of(Section.CPU, Section.PAYLOAD));
            case ACTIVITY_ID, RELATED_ACTIVITY_ID ->
                EnumSet.of(Section.FLAGS, Section.PAYLOAD_OFFSET, Section.EXTENDED_OFFSET, Section.EXTENDED);
            case PROCESS_NAME, COMMAND_LINE, PARENT_PROCESS_ID, THREAD_NAME -> CONTEXT_SECTIONS;
            case MESSAGE, PAYLOAD, DECODE_PROBLEM -> EnumSet.allOf(Section.class);
            default -> EnumSet.of(Section.TYPE, Section.SOURCE, Section.PID);
        };
    }
}
