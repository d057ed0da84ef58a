package alexnet.kernels.example;

import java.util.List;

/**
 * The example calls of one kernel file. The class has the name of the kernel's Java face and ends in {@code Examples}, and a
 * constructor without arguments; {@link ExampleLists} finds it by that name.
 */
public interface KernelExamples {

    /** Where {@code check} has this file: by the data flow through a training step. */
    int checkPlace();

    /** Where {@code kernels --profile} has this file: matrix products first. */
    int profilePlace();

    /**
     * The calls that {@code check} and the kernel's test compare with the reference: at least 20 shapes of each operation,
     * with odd extents, prime ones, and batches that are no multiple of 32.
     */
    List<ExampleCall> checks();

    /**
     * A launch for every kernel of the file: as the layers of the two-GPU network have it, and smaller shapes for kernels which
     * that network does not use.
     */
    List<RepresentativeLaunch> launches();
}
