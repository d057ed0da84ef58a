package alexnet.engine.emulator.state;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.observe.BlockObserver;

/** What the thread blocks of one launch share. */
public interface LaunchState {

    LaunchGeometry geometry();

    /** The launch's number in this process. */
    long number();

    /** Bytes of shared memory of a thread block: the kernel's own and the launch's. */
    int sharedBytes();

    /** The memory of the kernel's parameters. */
    Memory parameters();

    /** The module's constant memory. */
    Memory constants();

    /** The address of a variable of the module in global memory. */
    long address(String variable);

    /** Where the launch's events go; null while nobody watches. */
    BlockObserver observer();
}
