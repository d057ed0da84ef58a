package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.run.Reconvergence;
import alexnet.engine.emulator.run.RunSettings;
import alexnet.engine.emulator.sanitize.Sanitizer;
import alexnet.engine.emulator.sanitize.SanitizerReport;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/**
 * How an emulated device runs kernels. None of these choices changes the result of a kernel that is right.
 *
 * @param stepLimit basic blocks that one thread block may run before its launch ends with a report of an endless loop;
 *     one step is one basic block for any number of its threads
 * @param reconvergence where threads that took different paths meet again
 * @param output where {@code printf} of kernels goes
 * @param observers for each observer what makes it, given the device's name; where there are any, the blocks of a launch
 *     run one after the other and kernels run in a form that tells what it does
 */
public record EmulatorOptions(
        long stepLimit,
        Reconvergence reconvergence,
        PrintStream output,
        List<Function<String, DeviceObserver>> observers) {

    /** System property with the step limit of devices that are made without options. */
    public static final String STEP_LIMIT = "alexnet.emulator.steps";

    /** System property with the reconvergence ({@code lowest} or {@code post_dominator}) of such devices. */
    public static final String RECONVERGENCE = "alexnet.emulator.reconvergence";

    /**
     * 2^30 steps. The smallest loop reaches them within about a minute, and with a block of 1024 threads they are 2^40
     * steps of a thread; the longest blocks of the project's own kernels take about a thousandth of it.
     */
    public static final long DEFAULT_STEP_LIMIT = 1L << 30;

    /** When threads that took different paths run together again. */
    public enum Reconvergence {
        /** Of all places where threads stand, the first in the order of the code runs next. */
        LOWEST,
        /** Threads meet at the immediate post-dominator of the branch that parted them. */
        POST_DOMINATOR
    }

    /**
     * Options, checked.
     *
     * @param stepLimit basic blocks that one thread block may run, at least 1
     * @param reconvergence where threads that took different paths meet again
     * @param output where {@code printf} of kernels goes
     * @param observers for each observer what makes it
     * @throws IllegalArgumentException for a step limit below 1
     */
    public EmulatorOptions {
        if (stepLimit < 1) {
            throw new IllegalArgumentException("step limit (expected at least 1, found " + stepLimit + ")");
        }
        Objects.requireNonNull(reconvergence, "reconvergence");
        Objects.requireNonNull(output, "output");
        observers = List.copyOf(observers);
    }

    /**
     * What the system properties say, otherwise the default limit, {@link Reconvergence#LOWEST} and {@code System.out}.
     *
     * @return the options of a device that is made without any
     * @throws IllegalArgumentException for a property that cannot be understood
     */
    public static EmulatorOptions defaults() {
        return new EmulatorOptions(limit(), order(), System.out, List.of());
    }

    /** What the threads that run grids need of it. */
    RunSettings run() {
        return new RunSettings(
                stepLimit,
                STEP_LIMIT,
                switch (reconvergence) {
                    case LOWEST -> alexnet.engine.emulator.run.Reconvergence.LOWEST;
                    case POST_DOMINATOR -> alexnet.engine.emulator.run.Reconvergence.POST_DOMINATOR;
                },
                output);
    }

    private static long limit() {
        String text = System.getProperty(STEP_LIMIT);
        try {
            return text == null ? DEFAULT_STEP_LIMIT : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(STEP_LIMIT + " (expected a number of steps, found '" + text + "')", e);
        }
    }

    private static Reconvergence order() {
        String text = System.getProperty(RECONVERGENCE, "lowest");
        for (Reconvergence choice : Reconvergence.values()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(text)) {
                return choice;
            }
        }
        throw new IllegalArgumentException(
                RECONVERGENCE + " (expected lowest or post_dominator, found '" + text + "')");
    }

    /**
     * These options with another step limit.
     *
     * @param steps basic blocks that one thread block may run, at least 1
     * @return new options
     */
    public EmulatorOptions withStepLimit(long steps) {
        return new EmulatorOptions(steps, reconvergence, output, observers);
    }

    /**
     * These options with another reconvergence.
     *
     * @param choice where threads that took different paths meet again
     * @return new options
     */
    public EmulatorOptions withReconvergence(Reconvergence choice) {
        return new EmulatorOptions(stepLimit, choice, output, observers);
    }

    /**
     * These options with another place for {@code printf}.
     *
     * @param stream where the text goes, written by worker threads
     * @return new options
     */
    public EmulatorOptions withOutput(PrintStream stream) {
        return new EmulatorOptions(stepLimit, reconvergence, stream, observers);
    }

    /**
     * These options and one observer more.
     *
     * @param observer makes the observer of a device from the device's name
     * @return new options
     */
    public EmulatorOptions withObserver(Function<String, DeviceObserver> observer) {
        List<Function<String, DeviceObserver>> all = new ArrayList<>(observers);
        all.add(observer);
        return new EmulatorOptions(stepLimit, reconvergence, output, all);
    }

    /**
     * These options and the checkers, whose findings are thrown by whoever waits for a launch or closes the device.
     *
     * @return new options
     */
    public EmulatorOptions withSanitizer() {
        return withObserver(Sanitizer.throwing());
    }

    /**
     * These options and the checkers, whose findings go to a report.
     *
     * @param report collects them; several devices may share it
     * @return new options
     */
    public EmulatorOptions withSanitizer(SanitizerReport report) {
        return withObserver(Sanitizer.collecting(report));
    }
}
