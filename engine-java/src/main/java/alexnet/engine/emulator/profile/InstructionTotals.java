package alexnet.engine.emulator.profile;

import alexnet.engine.ptx.PtxMnemonic;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Adds up executed instructions by kind, and their work. */
final class InstructionTotals {

    private final Map<InstructionKind, LaunchProfile.Count> counts = new EnumMap<>(InstructionKind.class);
    private final Map<String, Work> known = new HashMap<>();
    private long floatFlops;
    private long doubleFlops;
    private long halfFlops;
    private long matrixFlops;
    private long matrixFloatFlops;
    private long floatSlots;
    private long doubleSlots;
    private long slots;

    /** An instruction that {@code warps} warps executed with {@code lanes} active lanes in all. */
    void add(PtxMnemonic name, long warps, long lanes) {
        if (warps == 0) {
            return;
        }
        Work work = known.computeIfAbsent(name.text(), text -> Work.of(name));
        counts.merge(
                work.kind(),
                new LaunchProfile.Count(warps, lanes),
                (a, b) -> new LaunchProfile.Count(a.warps() + b.warps(), a.lanes() + b.lanes()));
        slots += warps * work.slots();
        switch (work.kind()) {
            case FLOAT_ADD, FLOAT_MULTIPLY, FLOAT_FMA, FLOAT_OTHER -> {
                floatFlops += lanes * work.flops();
                floatSlots += warps * work.slots();
            }
            case DOUBLE -> {
                doubleFlops += lanes * work.flops();
                doubleSlots += warps * work.slots();
            }
            case HALF -> {
                halfFlops += lanes * work.flops();
                floatSlots += warps * work.slots();
            }
            case MATRIX -> {
                if (name.has("tf32")) {
                    matrixFloatFlops += warps * work.flops();
                } else {
                    matrixFlops += warps * work.flops();
                }
            }
            default -> {}
        }
    }

    /** Executions by kind, in the order of {@link InstructionKind}. */
    Map<InstructionKind, LaunchProfile.Count> byKind() {
        return Collections.unmodifiableMap(new EnumMap<>(counts));
    }

    LaunchProfile.WorkDone work() {
        return new LaunchProfile.WorkDone(
                floatFlops, doubleFlops, halfFlops, matrixFlops, matrixFloatFlops, floatSlots, doubleSlots, slots);
    }
}
