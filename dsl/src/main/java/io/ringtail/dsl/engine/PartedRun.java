package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads the parts of an origin in several threads, each through stages of its own up to the first that keeps rows; those
 * are then merged in the order of the parts. So the rows are the same, in the same order, as with one thread.
 */
public final class PartedRun {
    /** Parts take differently long; with a few for each thread none waits long for the last. */
    public static final int PARTS_A_THREAD = 4;

    /** Behind a stage that is merged into another: rows never come here. */
    public static final Stage NOWHERE = new Stage() {
        @Override
        public void accept(Batch batch) {
            throw new IllegalStateException("a part of a run has no result of its own");
        }

        @Override
        public boolean isDone() {
            return false;
        }

        @Override
        public void finish() {}
    };

    private PartedRun() {}

    /** Which operator is the first that keeps rows, if those before it and it itself can work on parts; else -1. */
    public static int keeping(List<Operator> operators) {
        for (int i = 0; i < operators.size(); i++) {
            if (!operators.get(i).isPerRow()) {
                return operators.get(i).mergesExactly() ? i : -1;
            }
        }
        return -1;
    }

    /**
     * Runs all parts into one stage, which is not finished.
     *
     * @param into keeps the rows in the end
     * @param keeping makes such a stage for a part
     * @param before the stages in front of one that keeps rows
     */
    public static void run(
            List<Origin> parts, Stage into, Supplier<Stage> keeping, UnaryOperator<Stage> before, RunContext context)
            throws IOException {
        MergingStage first = (MergingStage) into;
        try (ExecutorService threads = Executors.newFixedThreadPool(
                context.threads(),
                Thread.ofPlatform().daemon().name("query-", 0).factory())) {
            List<Future<MergingStage>> running = new ArrayList<>();
            for (Origin part : parts) {
                MergingStage kept = running.isEmpty() ? first : (MergingStage) keeping.get();
                running.add(threads.submit(() -> {
                    part.run(before.apply(kept), context);
                    return kept;
                }));
            }
            result(running.getFirst(), threads);
            for (Future<MergingStage> later : running.subList(1, running.size())) {
                first.absorb(result(later, threads));
            }
        }
    }

    private static MergingStage result(Future<MergingStage> part, ExecutorService threads) throws IOException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            threads.shutdownNow(); // parts that have not begun need not
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IOException("the query was interrupted", e);
        }
    }
}
