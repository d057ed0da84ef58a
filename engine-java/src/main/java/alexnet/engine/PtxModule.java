package alexnet.engine;

import java.util.List;

/** A PTX file loaded on a device. Its kernels run on that device only. */
public interface PtxModule extends AutoCloseable {

    /** {@return the names of the kernels (entry functions) in the module} */
    List<String> kernelNames();

    /**
     * The kernel of that name.
     *
     * @param name the name of an entry function, as the PTX spells it
     * @return the kernel; usable until the module is closed
     * @throws PtxException when there is none, with the names that there are
     */
    Kernel kernel(String name);

    /** Frees the memory of the module's variables; no launch of it may be under way. Closing twice has no effect. */
    @Override
    void close();
}
