package io.ringtail.dsl.plan;

import io.ringtail.dsl.engine.Operator;
import java.util.Set;

/** An operator that is made when it is known which slots are read behind it: one with sub-queries reads no others. */
interface Unfinished {
    /** The slots that it reads before it. */
    Set<Integer> reads();

    /** @param read the slots that are read behind it, those that it fills itself among them */
    Operator finish(Set<Integer> read);

    /** One that was known from the beginning. */
    static Unfinished of(Operator operator) {
        return new Unfinished() {
            @Override
            public Set<Integer> reads() {
                return operator.reads();
            }

            @Override
            public Operator finish(Set<Integer> read) {
                return operator;
            }
        };
    }
}
