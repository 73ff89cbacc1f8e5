package io.ringtail.dsl.check;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Answers what it was told to, in that order, and keeps the questions. */
public final class ScriptedMachine implements Machine {
    private final Deque<List<Map<String, @Nullable Object>>> answers = new ArrayDeque<>();
    private final List<String> questions = new ArrayList<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private boolean hanging;

    /** The next answer: objects of names and values by turns. */
    @SafeVarargs
    public final ScriptedMachine answering(Map<String, @Nullable Object>... objects) {
        List<Map<String, @Nullable Object>> answer = new ArrayList<>();
        for (Map<String, @Nullable Object> object : objects) {
            answer.add(object);
        }
        answers.add(answer);
        return this;
    }

    public static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return object;
    }

    /** Never answers, until it is let go. */
    public ScriptedMachine hanging() {
        hanging = true;
        return this;
    }

    public void letGo() {
        hang.countDown();
    }

    public List<String> questions() {
        return questions;
    }

    @Override
    public String name() {
        return "script";
    }

    @Override
    public List<Map<String, @Nullable Object>> ask(Wql question, Duration timeout) throws MachineException {
        questions.add(question.text());
        if (hanging) {
            try {
                hang.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        List<Map<String, @Nullable Object>> answer = answers.poll();
        if (answer == null) {
            throw new MachineException("the script is at its end");
        }
        return answer;
    }
}
