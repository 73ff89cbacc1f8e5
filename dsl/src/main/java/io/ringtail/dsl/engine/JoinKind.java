package io.ringtail.dsl.engine;

import java.util.Optional;

/** What becomes of the rows of both sides of a {@code join}. */
public enum JoinKind {
    /** All pairs, but of the left rows that are equal by the keys the first one alone. */
    INNERUNIQUE(true, true, false, false),
    INNER(true, true, false, false),
    LEFTOUTER(true, true, true, false),
    RIGHTOUTER(true, true, false, true),
    FULLOUTER(true, true, true, true),
    LEFTSEMI(true, false, false, false),
    RIGHTSEMI(false, true, false, false),
    LEFTANTI(true, false, true, false),
    RIGHTANTI(false, true, false, true);

    private final boolean left;
    private final boolean right;
    private final boolean leftAlone;
    private final boolean rightAlone;

    JoinKind(boolean left, boolean right, boolean leftAlone, boolean rightAlone) {
        this.left = left;
        this.right = right;
        this.leftAlone = leftAlone;
        this.rightAlone = rightAlone;
    }

    /** As it is written after {@code kind=}. */
    public static Optional<JoinKind> named(String name) {
        return switch (name) {
            case "innerunique" -> Optional.of(INNERUNIQUE);
            case "inner" -> Optional.of(INNER);
            case "leftouter" -> Optional.of(LEFTOUTER);
            case "rightouter" -> Optional.of(RIGHTOUTER);
            case "fullouter" -> Optional.of(FULLOUTER);
            case "leftsemi" -> Optional.of(LEFTSEMI);
            case "rightsemi" -> Optional.of(RIGHTSEMI);
            case "leftanti", "anti", "leftantisemi" -> Optional.of(LEFTANTI);
            case "rightanti", "rightantisemi" -> Optional.of(RIGHTANTI);
            default -> Optional.empty();
        };
    }

    /** Whether the result has the columns of the left side. */
    public boolean keepsLeft() {
        return left;
    }

    /** Whether the result has the columns of the right side. */
    public boolean keepsRight() {
        return right;
    }

    /** Whether the result has a row for each pair. */
    boolean pairs() {
        return left && right;
    }

    /** Whether the result has left rows that match none. */
    boolean leftAlone() {
        return leftAlone;
    }

    /** Whether the result has right rows that none matched. */
    boolean rightAlone() {
        return rightAlone;
    }
}
