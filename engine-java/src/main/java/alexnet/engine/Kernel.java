package alexnet.engine;

import java.util.List;

/** An entry function of a loaded module. */
public interface Kernel {

    /** The name in the PTX. */
    String name();

    /** Size in bytes of each parameter, in order. */
    List<Integer> parameterSizes();
}
