package io.ringtail.dsl.engine;

/** Looks on while a plan runs. Operators are numbered from 0; {@link #ORIGIN} is where the rows come from. */
public interface Watch {
    int ORIGIN = -1;

    /** Nobody looks on. */
    Watch NOBODY = new Watch() {
        @Override
        public RunContext context(int operator, RunContext shared) {
            return shared;
        }

        @Override
        public Stage behind(int operator, Stage next) {
            return next;
        }
    };

    /** What the operator is started with. */
    RunContext context(int operator, RunContext shared);

    /** What the operator passes its rows to, instead of the next stage itself. */
    Stage behind(int operator, Stage next);
}
