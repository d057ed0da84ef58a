package alexnet.engine.emulator.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The operand tuples of a case: edges times edges, then random values. */
final class Operands {

    private static final int PRODUCT = 1600;
    private static final int EDGES = 400;
    private static final int RANDOM = 200;

    private Operands() {}

    static List<long[]> rows(LaneCase of, long seed) {
        int count = of.operands.size();
        Random random = new Random(seed ^ of.toString().hashCode());
        List<long[]> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(of.choices.getOrDefault(i, of.operands.get(i).edges()));
        }
        List<long[]> rows = new ArrayList<>();
        long product = values.stream().mapToLong(v -> v.length).reduce(1, (x, y) -> x * y);
        if (count <= 2 || product <= PRODUCT) {
            for (long n = 0; n < product; n++) {
                rows.add(row(values, n));
            }
        } else {
            // All pairs of the first two, with the others drawn; then rows with all of them drawn.
            long pairs = (long) values.get(0).length * values.get(1).length;
            for (long n = 0; n < pairs + EDGES; n++) {
                long[] row = row(values, random.nextLong() >>> 16);
                if (n < pairs) {
                    long[] first = row(values.subList(0, 2), n);
                    row[0] = first[0];
                    row[1] = first[1];
                }
                rows.add(row);
            }
        }
        for (int n = 0; n < RANDOM && count > 0; n++) {
            long[] row = new long[count];
            for (int i = 0; i < count; i++) {
                long[] only = of.choices.get(i);
                row[i] = only == null ? of.operands.get(i).random(random) : only[random.nextInt(only.length)];
            }
            rows.add(row);
        }
        if (rows.size() > of.most) {
            Collections.shuffle(rows, random);
            return rows.subList(0, of.most);
        }
        return rows;
    }

    private static long[] row(List<long[]> values, long number) {
        long[] row = new long[values.size()];
        long rest = number;
        for (int i = values.size() - 1; i >= 0; i--) {
            row[i] = values.get(i)[(int) (rest % values.get(i).length)];
            rest /= values.get(i).length;
        }
        return row;
    }
}
