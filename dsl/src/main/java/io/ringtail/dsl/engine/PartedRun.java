package io.ringtail.dsl.engine;

import io.ringtail.dsl.vector.Batch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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
            MergingStage kept = share.first == 0 ? first : (MergingStage) keeping.get();
            for (int part = shares.next(share); part >= 0; part = shares.next(share)) {
                parts.get(part).run(before.apply(kept), context);
            }
            return new Kept(share.first, kept);
        };
        List<Kept> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("query-", 0).factory())) {
            List<Future<List<Kept>>> others = new ArrayList<>();
            for (int thread = 1; thread < shares.first.size(); thread++) {
                Share share = shares.first.get(thread);
                others.add(threads.submit(() -> work(share, shares, worker)));
            }
            all.addAll(work(shares.first.getFirst(), shares, worker));
            for (Future<List<Kept>> other : others) {
                all.addAll(result(other, shares));
            }
        }
        all.sort(Comparator.comparingInt(Kept::part));
        all.subList(1, all.size()).forEach(later -> first.absorb(later.stage));
    }

    private interface Worker {
        Kept run(Share share) throws IOException;
    }

    /** What was kept of some parts that follow each other, from this one on. */
    private record Kept(int part, MergingStage stage) {}

    /** Works on a share, and when that is done on what it can take from another. */
    private static List<Kept> work(Share share, Shares shares, Worker worker) throws IOException {
        List<Kept> kept = new ArrayList<>();
        try {
            for (Share next = share; next != null; next = shares.steal()) {
                kept.add(worker.run(next));
            }
        } catch (IOException | RuntimeException | Error e) {
            shares.stop(); // parts that have not begun need not
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

    /** Parts that follow each other, for one thread. Guarded by its {@link Shares}. */
    private static final class Share {
        private final int first;
        private int next;
        private int end;

        Share(int first, int end) {
            this.first = first;
            this.next = first;
            this.end = end;
        }

        private int left() {
            return end - next;
        }
    }

    /**
     * Who works on which parts. Each thread has parts that follow each other, so that what it keeps of them is kept together;
     * who is done takes half of what another has not begun, from its end.
     */
    private static final class Shares {
        private final List<Share> first = new ArrayList<>();
        private final List<Share> all = new ArrayList<>();

        Shares(int parts, int threads) {
            int count = Math.min(parts, threads);
            for (int i = 0; i < count; i++) {
                first.add(new Share(parts * i / count, parts * (i + 1) / count));
            }
            all.addAll(first);
        }

        /** The next part of a share; -1 if there is none. */
        synchronized int next(Share share) {
            return share.left() > 0 ? share.next++ : -1;
        }

        @Nullable
        synchronized Share steal() {
            Share most = Collections.max(all, Comparator.comparingInt(Share::left));
            if (most.left() == 0) {
                return null;
            }
            Share stolen = new Share(most.end - (most.left() + 1) / 2, most.end);
            most.end = stolen.first;
            all.add(stolen);
            return stolen;
        }

        synchronized void stop() {
            all.forEach(share -> share.end = share.next);
        }
    }
}
