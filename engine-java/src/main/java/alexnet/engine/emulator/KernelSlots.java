package alexnet.engine.emulator;

import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands out slots while a kernel is translated: for registers, constants, special registers and intermediate values. */
final class KernelSlots {

    private final SlotAllocation registers;
    private final int[] counts = new int[Bank.COUNT];
    private final Map<PreparedKernel.Constant, Place> constants = new HashMap<>();
    private final List<PreparedKernel.Constant> constantList = new ArrayList<>();
    private final Map<String, SpecialRegisters.Use> specials = new HashMap<>();
    private final Map<String, PreparedKernel.GlobalUse> globals = new HashMap<>();

    KernelSlots(SlotAllocation registers) {
        this.registers = registers;
        for (int bank = 0; bank < Bank.COUNT; bank++) {
            counts[bank] = registers.count(bank);
        }
    }

    Place register(PtxOperand.Register register) {
        return new Place(Bank.of(register.type()), registers.slot(register));
    }

    Place intermediate(int bank) {
        return new Place(bank, counts[bank]++);
    }

    Place constant(int bank, long bits, long perLane) {
        PreparedKernel.Constant key = new PreparedKernel.Constant(new Place(bank, -1), bits, perLane);
        return constants.computeIfAbsent(key, k -> {
            Place place = intermediate(bank);
            constantList.add(new PreparedKernel.Constant(place, bits, perLane));
            return place;
        });
    }

    Place special(String name) {
        int bank = SpecialRegisters.bank(name);
        return new Place(
                bank,
                specials.computeIfAbsent(name, k -> new SpecialRegisters.Use(name, counts[bank]++))
                        .slot());
    }

    /** The address of a module's variable plus a distance. */
    Place global(String variable, long offset) {
        String key = variable + "+" + offset;
        return new Place(
                Bank.LONG,
                globals.computeIfAbsent(key, k -> new PreparedKernel.GlobalUse(variable, offset, counts[Bank.LONG]++))
                        .slot());
    }

    int[] counts() {
        return counts.clone();
    }

    int[] registerCounts() {
        int[] result = new int[Bank.COUNT];
        for (int bank = 0; bank < Bank.COUNT; bank++) {
            result[bank] = registers.count(bank);
        }
        return result;
    }

    List<PreparedKernel.Constant> constants() {
        return List.copyOf(constantList);
    }

    /** The places that hold one number for ever. */
    Map<Place, Long> constantPlaces() {
        Map<Place, Long> result = new HashMap<>();
        for (PreparedKernel.Constant constant : constantList) {
            int bank = constant.place().bank();
            if (constant.perLane() == 0 && (bank == Bank.INT || bank == Bank.LONG)) {
                result.put(constant.place(), constant.bits());
            }
        }
        return result;
    }

    /** See {@link SlotAllocation#liveBefore}. */
    Set<Place> liveBefore(int instruction) {
        return registers.liveBefore(instruction);
    }

    List<SpecialRegisters.Use> specials() {
        return List.copyOf(specials.values());
    }

    List<PreparedKernel.GlobalUse> globals() {
        return List.copyOf(globals.values());
    }
}
