package alexnet.engine.emulator.translate;

import java.util.Map;
import java.util.TreeMap;

/** Instructions that are known and refused, by the start of their name, with the reason. */
final class Refusals {

    private static final String PICTURES = "textures and surfaces are refused";
    private static final String VIDEO = "video instructions are refused";
    private static final Map<String, String> REASONS = new TreeMap<>();

    static {
        for (String name : new String[] {"tex", "tld4", "txq", "istypep", "suld", "sust", "sured", "suq"}) {
            REASONS.put(name, PICTURES);
        }
        for (String name : new String[] {"add", "sub", "absdiff", "min", "max", "set", "avrg"}) {
            REASONS.put("v" + name, VIDEO);
            REASONS.put("v" + name + "2", VIDEO);
            REASONS.put("v" + name + "4", VIDEO);
        }
        for (String name : new String[] {"vshl", "vshr", "vmad"}) {
            REASONS.put(name, VIDEO);
        }
        REASONS.put("brkpt", "is refused: there is no debugger to stop for");
        REASONS.put("pmevent", "is refused: there are no performance monitors");
        REASONS.put("wmma", "fragments without a layout that PTX defines are refused; mma.sync and ldmatrix run");
        newer("7.1", "mbarrier.test_wait.parity");
        newer("7.3", "alloca", "stacksave", "stackrestore");
        newer("7.4", "discard", "applypriority", "createpolicy");
        newer("7.6", "szext", "bmsk");
        newer("7.7", "cvta.param", "isspacep.param");
        newer("7.8", "stmatrix", "movmatrix", "griddepcontrol", "mapa", "getctarank", "barrier.cluster");
        newer("7.8", "mbarrier.try_wait");
        newer("8.0", "elect", "setmaxnreg", "wgmma", "cp.async.bulk", "cp.reduce", "mbarrier.expect_tx");
        newer("8.0", "mbarrier.complete_tx", "fence.mbarrier_init", "fence.proxy");
        newer("8.1", "multimem", "st.async", "red.async");
        newer("8.2", "ld.mmio", "st.mmio");
        newer("8.3", "tensormap");
        newer("8.6", "tcgen05", "clusterlaunchcontrol", "st.bulk");
    }

    private Refusals() {}

    private static void newer(String version, String... names) {
        for (String name : names) {
            REASONS.put(name, "is refused: it came with PTX ISA " + version + ", the emulator runs 7.0");
        }
    }

    /** The reason for which an instruction is refused whatever its form, or null. */
    static String reason(String opcode) {
        String start = opcode;
        while (true) {
            String reason = REASONS.get(start);
            int dot = start.lastIndexOf('.');
            if (reason != null || dot < 0) {
                return reason;
            }
            start = start.substring(0, dot);
        }
    }
}
