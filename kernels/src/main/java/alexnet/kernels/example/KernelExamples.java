package alexnet.kernels.example;

import java.util.ArrayList;
import java.util.List;

/**
 * The example calls of one kernel file. The class has the name of the kernel's Java face and ends in {@code Examples}, and a
 * constructor without arguments; {@link ExampleLists} finds it by that name.
 */
abstract class KernelExamples {

    private final int checkPlace;
    private final int profilePlace;

    /**
     * @param checkPlace where {@code check} has this file: by the data flow through a training step
     * @param profilePlace where {@code kernels --profile} has this file: matrix products first
     */
    KernelExamples(int checkPlace, int profilePlace) {
        this.checkPlace = checkPlace;
        this.profilePlace = profilePlace;
    }

    final int checkPlace() {
        return checkPlace;
    }

    final int profilePlace() {
        return profilePlace;
    }

    /**
     * The calls that {@code check} and the kernel's test compare with the reference: at least 20 shapes of each operation,
     * with odd extents, prime ones, and batches that are no multiple of 32.
     */
    abstract List<ExampleCall> checks();

    /**
     * A launch for every kernel of the file: as the layers of the two-GPU network have it, and smaller shapes for kernels which
     * that network does not use.
     */
    abstract List<RepresentativeLaunch> launches();

    /** The calls or launches at one shape. */
    @FunctionalInterface
    interface Calls<T, R> {

        /** @param index place of the shape in its list, from 0 */
        List<R> at(T shape, int index);
    }

    /** The calls or launches at each shape, one shape after the other. */
    static <T, R> List<R> each(List<T> shapes, Calls<T, R> calls) {
        List<R> all = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            all.addAll(calls.at(shapes.get(i), i));
        }
        return all;
    }
}
