package io.ringtail.dsl.engine;

/** A stage that keeps what it takes in until it is finished, so that two of them, each with a part of the rows, can become one. */
interface MergingStage extends Stage {
    /** Takes in what a stage of the same operator has kept of the rows behind this one's; the other is not used any more. */
    void absorb(MergingStage later);
}
