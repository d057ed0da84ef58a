package alexnet.trainer.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.DoubleSupplier;

/**
 * Runs something in rounds until its times are steady, and then takes the times of further rounds.
 *
 * <p>Times are steady when the last rounds lie within {@value #STEADY_SHARE} of their median and the JIT compiler has
 * hardly run during them. A round repeats short calls until it takes {@value #ROUND_SECONDS} s.
 */
final class Sampler {

    /** One round: how long that many calls took. */
    @FunctionalInterface
    interface Round {
        /** Makes {@code calls} calls and gives their wall-clock seconds, all together. */
        double seconds(int calls);
    }

    /**
     * Two measurements whose rounds took turns, so that both met the same state of the machine.
     *
     * @param ratio median over the pairs of rounds: time of the second by time of the first
     */
    record Pair(Timing first, Timing second, double ratio) {}

    /**
     * What the sampler looks at beside the rounds themselves, all in seconds.
     *
     * @param wall the time
     * @param threads processor time of the program
     * @param compiler processor time of the JIT compiler
     */
    record Clocks(DoubleSupplier wall, DoubleSupplier threads, DoubleSupplier compiler) {
        static final Clocks SYSTEM = new Clocks(() -> System.nanoTime() / 1e9, CpuTime::threads, CpuTime::compiler);
    }

    private record Warm(int calls, int discarded, boolean steady) {}

    static final double ROUND_SECONDS = 0.02;
    static final double STEADY_SHARE = 0.05;
    private static final double COMPILER_SHARE = 0.05;
    private static final int FEWEST_ROUNDS = 3;
    private static final int MOST_CALLS = 1 << 20;

    private static final int WINDOW = 5;

    private final Effort effort;
    private final int window;
    private final Clocks clocks;

    /** @param window how many rounds in succession must be alike */
    Sampler(Effort effort, int window, Clocks clocks) {
        this.effort = effort;
        this.window = window;
        this.clocks = clocks;
    }

    Sampler(Effort effort, int window) {
        this(effort, window, Clocks.SYSTEM);
    }

    Sampler(Effort effort) {
        this(effort, WINDOW);
    }

    /** Warms up and measures. */
    Timing measure(Round round) {
        Warm warm = warmUp(round);
        Samples samples = new Samples(warm.calls());
        double begun = now();
        while (goesOn(samples.count(), begun)) {
            samples.add(round);
        }
        return samples.timing(warm);
    }

    /** Warms up both, then measures them in turn. */
    Pair alternate(Round first, Round second) {
        Warm warmFirst = warmUp(first);
        Warm warmSecond = warmUp(second);
        Samples firstSamples = new Samples(warmFirst.calls());
        Samples secondSamples = new Samples(warmSecond.calls());
        double begun = now();
        while (goesOn(firstSamples.count(), begun)) {
            firstSamples.add(first);
            secondSamples.add(second);
        }
        double[] ratios = new double[firstSamples.count()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = secondSamples.seconds(i) / firstSamples.seconds(i);
        }
        return new Pair(firstSamples.timing(warmFirst), secondSamples.timing(warmSecond), Timing.median(ratios));
    }

    private boolean goesOn(int made, double begun) {
        return made < effort.repetitions() && (made < FEWEST_ROUNDS || now() - begun < effort.seconds());
    }

    private Warm warmUp(Round round) {
        Deque<Double> last = new ArrayDeque<>();
        double begun = now();
        double windowBegun = begun;
        double compiled = compiler();
        int calls = 1;
        int discarded = 0;
        while (true) {
            if (effort.warmupRounds().isPresent()
                    ? discarded >= effort.warmupRounds().getAsInt()
                    : discarded > 0 && now() - begun >= effort.warmupSeconds()) {
                return new Warm(calls, discarded, false);
            }
            double seconds = round.seconds(calls);
            discarded++;
            last.add(seconds / calls);
            if (seconds < ROUND_SECONDS && calls < MOST_CALLS) {
                calls = moreCalls(calls, seconds);
                last.clear();
            } else if (last.size() < window) {
                continue;
            } else if (effort.warmupRounds().isEmpty() && areAlike(last)) {
                double now = now();
                double compiledNow = compiler();
                if (compiledNow - compiled <= COMPILER_SHARE * (now - windowBegun)) {
                    return new Warm(calls, discarded, true);
                }
                last.clear();
            } else {
                last.remove();
                continue;
            }
            windowBegun = now();
            compiled = compiler();
        }
    }

    /** At most twice as many: the first calls, before they are compiled, are far slower than the later ones. */
    private static int moreCalls(int calls, double seconds) {
        double wanted = Math.ceil(calls * ROUND_SECONDS / Math.max(seconds, 1e-9));
        return (int) Math.min(Math.min(wanted, 2.0 * calls), MOST_CALLS);
    }

    private static boolean areAlike(Deque<Double> times) {
        double[] values = times.stream().mapToDouble(Double::doubleValue).toArray();
        double median = Timing.median(values);
        for (double value : values) {
            if (Math.abs(value - median) > STEADY_SHARE * median) {
                return false;
            }
        }
        return true;
    }

    private double now() {
        return clocks.wall().getAsDouble();
    }

    private double compiler() {
        return clocks.compiler().getAsDouble();
    }

    /** The rounds that count. */
    private final class Samples {
        private final int calls;
        private double[] seconds = new double[16];
        private double[] cpuSeconds = new double[16];
        private int count;

        Samples(int calls) {
            this.calls = calls;
        }

        int count() {
            return count;
        }

        double seconds(int round) {
            return seconds[round];
        }

        void add(Round round) {
            if (count == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * count);
                cpuSeconds = Arrays.copyOf(cpuSeconds, 2 * count);
            }
            double cpu = clocks.threads().getAsDouble();
            seconds[count] = round.seconds(calls) / calls;
            cpuSeconds[count] = (clocks.threads().getAsDouble() - cpu) / calls;
            count++;
        }

        Timing timing(Warm warm) {
            return Timing.of(
                    Arrays.copyOf(seconds, count),
                    Arrays.copyOf(cpuSeconds, count),
                    calls,
                    warm.discarded(),
                    warm.steady());
        }
    }
}
