package alexnet.engine.ptx;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The read-only registers that tell a thread where it is, and the time (PTX ISA, chapter 10). */
public final class PtxSpecialRegisters {

    /** Their names as PTX writes them. */
    public static final Set<String> NAMES = names();

    private PtxSpecialRegisters() {}

    private static Set<String> names() {
        Set<String> names = new HashSet<>(Set.of("WARP_SZ"));
        for (String vector : List.of("tid", "ntid", "ctaid", "nctaid")) {
            for (String extent : List.of("x", "y", "z")) {
                names.add("%" + vector + "." + extent);
            }
        }
        for (String relation : List.of("eq", "lt", "le", "gt", "ge")) {
            names.add("%lanemask_" + relation);
        }
        names.addAll(List.of("%laneid", "%warpid", "%nwarpid", "%smid", "%nsmid", "%gridid"));
        names.addAll(List.of("%clock", "%clock_hi", "%clock64"));
        names.addAll(List.of("%globaltimer", "%globaltimer_lo", "%globaltimer_hi"));
        names.addAll(List.of("%total_smem_size", "%dynamic_smem_size"));
        for (int i = 0; i < 32; i++) {
            names.add("%envreg" + i);
        }
        return Set.copyOf(names);
    }
}
