package io.ringtail.processors.canary;

import io.ringtail.processors.canary.Judgement.Verdict;
import io.ringtail.processors.strategy.Strategy;
import java.util.List;
import java.util.Map;

/**
 * Judges what the hosts of a fleet counted in one window, as if it had been one host's; and fails a version only if it
 * fails without any single host too: neither one bad host nor one that counts most of the requests rolls back all. Pure.
 */
final class FleetJudge {
    private FleetJudge() {}

    static Judgement judge(Strategy strategy, Map<String, Window> byHost) {
        Window sum = sum(byHost, "");
        Judgement all = Judge.judge(strategy, sum.trial(), sum.stable(), sum.lost());
        if (!all.isFail()) {
            return all;
        }
        List<String> serving = byHost.entrySet().stream()
                .filter(entry -> entry.getValue().trial().requests() > 0)
                .map(Map.Entry::getKey)
                .toList();
        if (serving.size() < 2) {
            return doubted(all, "only " + serving.getFirst() + " serves it, and one host does not speak for a fleet");
        }
        for (String host : serving) {
            Window rest = sum(byHost, host);
            if (!Judge.judgeRest(strategy, rest.trial(), rest.stable(), rest.lost())
                    .isFail()) {
                return doubted(all, "not without the host " + host);
            }
        }
        return all;
    }

    static Window sum(Map<String, Window> byHost, String butHost) {
        Window sum = new Window();
        byHost.forEach((host, window) -> {
            if (!host.equals(butHost)) {
                sum.addAll(window);
            }
        });
        return sum;
    }

    private static Judgement doubted(Judgement failed, String why) {
        return new Judgement(
                Verdict.INCONCLUSIVE,
                failed.measure(),
                false,
                failed.lowerBound(),
                failed.chance(),
                failed.limit(),
                "",
                failed.why() + ", but " + why);
    }
}
