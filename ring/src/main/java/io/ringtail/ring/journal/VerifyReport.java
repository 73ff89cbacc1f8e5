package io.ringtail.ring.journal;

import java.util.List;

/**
 * What reading every byte of a journal came to.
 *
 * @param bytes of all files read
 * @param findings empty if nothing is wrong
 */
public record VerifyReport(
        int files, long blocks, long events, long catalogRecords, long bytes, List<JournalProblem> findings) {
    public VerifyReport {
        findings = List.copyOf(findings);
    }

    public boolean isSound() {
        return findings.isEmpty();
    }
}
