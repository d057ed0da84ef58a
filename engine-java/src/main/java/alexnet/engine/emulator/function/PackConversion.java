package alexnet.engine.emulator.function;

import alexnet.engine.emulator.loop.Signatures.III;
import alexnet.engine.emulator.loop.Signatures.IIII;
import java.util.List;

/**
 * {@code cvt.pack.sat} (PTX ISA 7.0, cvt.pack): two 32-bit integers clamped to a narrow type and packed, the first above
 * the second. For types of less than 16 bits, a third operand is shifted up first, so that four or more values are packed in steps.
 */
public final class PackConversion {

    private static final List<String> NARROW = List.of("u2", "s2", "u4", "s4", "u8", "s8");

    private PackConversion() {}

    /** The function of an instruction with these modifiers, or null where PTX 7.0 has none. */
    public static LaneFunction of(List<String> modifiers) {
        boolean pair = modifiers.size() == 4 && modifiers.get(2).endsWith("16");
        boolean known = modifiers.size() >= 4
                && modifiers.subList(0, 2).equals(List.of("pack", "sat"))
                && modifiers.get(3).equals("s32")
                && (pair
                        ? List.of("u16", "s16").contains(modifiers.get(2))
                        : modifiers.size() == 5 && modifiers.get(4).equals("b32") && NARROW.contains(modifiers.get(2)));
        if (!known) {
            return null;
        }
        boolean signed = modifiers.get(2).charAt(0) == 's';
        int bits = Integer.parseInt(modifiers.get(2).substring(1));
        int low = signed ? -1 << bits - 1 : 0;
        int high = (1 << bits - (signed ? 1 : 0)) - 1;
        int mask = (1 << bits) - 1;
        III packed = (a, b) -> (clamp(a, low, high) & mask) << bits | clamp(b, low, high) & mask;
        return InstructionTable.derived(
                "cvt." + String.join(".", modifiers),
                null,
                () -> pair ? packed : (IIII) (a, b, c) -> c << 2 * bits | packed.apply(a, b));
    }

    private static int clamp(int a, int low, int high) {
        return Math.max(low, Math.min(high, a));
    }
}
