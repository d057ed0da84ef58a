package alexnet.engine.emulator.sanitize;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the checkers of one or more devices found. Each pair of places in a kernel is reported once per launch; launches
 * that repeat a report are counted, not listed again.
 */
public final class SanitizerReport {

    private static final int DEFAULT_LIMIT = 100;

    /** Two findings are the same where kind, kernel and places are. */
    private record Key(Finding.Kind kind, String kernel, String at, String other, String allocation) {

        static Key of(Finding finding) {
            return new Key(
                    finding.kind(),
                    finding.kernel(),
                    finding.at() == null ? "" : finding.at().place(),
                    finding.other() == null ? "" : finding.other().place(),
                    finding.kind() == Finding.Kind.LEAK ? finding.reason() : "");
        }
    }

    private final int limit;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Key, Integer> seen = new HashMap<>();
    private long repeated;
    private long omitted;

    /** Lists up to 100 findings. */
    public SanitizerReport() {
        this(DEFAULT_LIMIT);
    }

    /**
     * @param limit findings to list; those beyond are counted only
     * @throws IllegalArgumentException where it is below 1
     */
    public SanitizerReport(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit of findings (expected at least 1, found " + limit + ")");
        }
        this.limit = limit;
    }

    synchronized void add(Finding finding) {
        if (seen.merge(Key.of(finding), 1, Integer::sum) > 1) {
            repeated++;
        } else if (findings.size() < limit) {
            findings.add(finding);
        } else {
            omitted++;
        }
    }

    /** The findings in the order in which they were made, without repetitions. */
    public synchronized List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** True where nothing was found. */
    public synchronized boolean clean() {
        return findings.isEmpty();
    }

    /** One line: how many findings of which kind. */
    public synchronized String summary() {
        if (findings.isEmpty()) {
            return "sanitizer: nothing found";
        }
        Map<Finding.Kind, Integer> counts = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
        StringBuilder text = new StringBuilder("sanitizer: ").append(findings.size() + omitted);
        text.append(findings.size() + omitted == 1 ? " report" : " reports").append(" (");
        String separator = "";
        for (Map.Entry<Finding.Kind, Integer> entry : counts.entrySet()) {
            text.append(separator).append(entry.getKey().words()).append(' ').append(entry.getValue());
            separator = ", ";
        }
        text.append(omitted == 0 ? "" : ", not listed " + omitted);
        text.append(repeated == 0 ? "" : ", repeated " + repeated).append(')');
        return text.toString();
    }
}
