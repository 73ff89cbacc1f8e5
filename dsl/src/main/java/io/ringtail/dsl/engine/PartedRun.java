package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
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
     * Runs all parts into one stage, which is not finished. The caller's thread works too.
     *
     * @param into keeps the rows in the end
     * @param keeping makes such a stage for other parts
     * @param before the stages in front of one that keeps rows
     */
    public static void run(
            List<Origin> parts, Stage into, Supplier<Stage> keeping, UnaryOperator<Stage> before, RunContext context)
            throws IOException {
        Shares shares = new Shares(parts.size(), context.threads());
        MergingStage first = (MergingStage) into;
        Worker worker = share -> {
            MergingStage kept = share.first() == 0 ? first : (MergingStage) keeping.get();
            for (int part = shares.next(share); part >= 0; part = shares.next(share)) {
                parts.get(part).run(new WhileAllGoOn(before.apply(kept), shares), context);
            }
            return new Kept(share.first(), kept);
        };
        List<Kept> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("query-", 0).factory())) {
            List<Future<List<Kept>>> others = new ArrayList<>();
            for (int thread = 1; thread < shares.ofThreads().size(); thread++) {
                Shares.Share share = shares.ofThreads().get(thread);
                others.add(threads.submit(() -> work(share, shares, worker)));
            }
            all.addAll(work(shares.ofThreads().getFirst(), shares, worker));
            for (Future<List<Kept>> other : others) {
                all.addAll(result(other, shares));
            }
        }
        all.sort(Comparator.comparingInt(Kept::part));
        all.subList(1, all.size()).forEach(later -> first.absorb(later.stage));
    }

    /** Has enough as soon as another part has failed, for then nothing is done with any. */
    private record WhileAllGoOn(Stage stage, Shares shares) implements Stage {
        @Override
        public void accept(Batch batch) {
            stage.accept(batch);
        }

        @Override
        public boolean isDone() {
            return shares.isStopped() || stage.isDone();
        }

        @Override
        public void finish() {
            stage.finish();
        }
    }

    private interface Worker {
        Kept run(Shares.Share share) throws IOException;
    }

    /** What was kept of some parts that follow each other, from this one on. */
    private record Kept(int part, MergingStage stage) {}

    /** Works on a share, and when that is done on what it can take from another. */
    private static List<Kept> work(Shares.Share share, Shares shares, Worker worker) throws IOException {
        List<Kept> kept = new ArrayList<>();
        try {
            for (Shares.Share next = share; next != null; next = shares.steal()) {
                kept.add(worker.run(next));
            }
        } catch (IOException | RuntimeException | Error e) {
            shares.stop(); // no other part is needed
            throw e;
        }
        return kept;
    }

    private static List<Kept> result(Future<List<Kept>> other, Shares shares) throws IOException {
        try {
            return other.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw io;
                case RuntimeException runtime -> throw runtime;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            shares.stop();
            Thread.currentThread().interrupt();
            throw new IOException("the query was interrupted", e);
        }
    }
}
