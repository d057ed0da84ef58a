package alexnet.engine;

import java.util.List;

/** A PTX file loaded on a device. */
public interface PtxModule extends AutoCloseable {

    /** Names of the kernels (entry functions) in the module. */
    List<String> kernelNames();

    /**
     * The kernel of that name.
     *
     * @throws PtxException when there is none, with the names that there are
     */
    Kernel kernel(String name);

    @Override
    void close();
}
