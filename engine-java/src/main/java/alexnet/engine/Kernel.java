package alexnet.engine;

import java.util.List;

/**
 * An entry function of a loaded module, to be given to {@link Stream#launch} on streams of the device that has loaded it.
 */
public interface Kernel {

    /** {@return the name in the PTX} */
    String name();

    /** {@return the size in bytes of each parameter, in order} */
    List<Integer> parameterSizes();
}
