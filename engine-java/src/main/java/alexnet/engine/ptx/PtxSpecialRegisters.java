package alexnet.engine.ptx;

import java.util.Set;

/** The read-only registers that tell a thread where it is. */
public final class PtxSpecialRegisters {

    /** Their names as PTX writes them. */
    public static final Set<String> NAMES = Set.of(
            "%tid.x",
            "%tid.y",
            "%tid.z",
            "%ntid.x",
            "%ntid.y",
            "%ntid.z",
            "%ctaid.x",
            "%ctaid.y",
            "%ctaid.z",
            "%nctaid.x",
            "%nctaid.y",
            "%nctaid.z",
            "%laneid",
            "%warpid",
            "%nwarpid",
            "WARP_SZ",
            "%lanemask_eq",
            "%lanemask_lt",
            "%lanemask_le",
            "%lanemask_gt",
            "%lanemask_ge");

    private PtxSpecialRegisters() {}
}
