package alexnet.engine.ptx;

import java.util.List;

/**
 * What a kernel says about the blocks it is launched with (PTX ISA, Performance-Tuning Directives).
 *
 * @param maxThreads most threads of a block ({@code .maxntid}, {@code .reqntid}), 0 where not limited
 * @param required the one block that is allowed, as x, y and z ({@code .reqntid}), or empty
 */
public record PtxLaunchBounds(int maxThreads, List<Integer> required) {

    /** No bounds. */
    public static final PtxLaunchBounds NONE = new PtxLaunchBounds(0, List.of());
}
