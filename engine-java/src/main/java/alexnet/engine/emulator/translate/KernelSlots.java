package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.PreparedKernel;
import alexnet.engine.emulator.code.SpecialRegisters;
import alexnet.engine.emulator.flow.SlotAllocation;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxOperand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hands out slots while a kernel is translated: for registers, constants, special registers and intermediate values. */
final class KernelSlots {

    private final SlotAllocation registers;
    private final int[] counts = new int[Registers.COUNT];
    private final Map<PreparedKernel.Constant, Place> constants = new HashMap<>();
    private final List<PreparedKernel.Constant> constantList = new ArrayList<>();
    private final Map<String, SpecialRegisters.Use> specials = new HashMap<>();
    private final Map<String, PreparedKernel.GlobalUse> globals = new HashMap<>();

    KernelSlots(SlotAllocation registers) {
        this.registers = registers;
        for (int file = 0; file < Registers.COUNT; file++) {
            counts[file] = registers.count(file);
        }
    }

    Place register(PtxOperand.Register register) {
        return new Place(Registers.fileOf(register.type()), registers.slot(register));
    }

    Place intermediate(int file) {
        return new Place(file, counts[file]++);
    }

    Place constant(int file, long bits, long perLane) {
        PreparedKernel.Constant key = new PreparedKernel.Constant(new Place(file, -1), bits, perLane);
        return constants.computeIfAbsent(key, k -> {
            Place place = intermediate(file);
            constantList.add(new PreparedKernel.Constant(place, bits, perLane));
            return place;
        });
    }

    Place special(String name) {
        int file = SpecialRegisters.file(name);
        return new Place(
                file,
                specials.computeIfAbsent(name, k -> new SpecialRegisters.Use(name, counts[file]++))
                        .slot());
    }

    /** The address of a module's variable plus a distance. */
    Place global(String variable, long offset) {
        String key = variable + "+" + offset;
        return new Place(
                Registers.LONG,
                globals.computeIfAbsent(
                                key, k -> new PreparedKernel.GlobalUse(variable, offset, counts[Registers.LONG]++))
                        .slot());
    }

    int[] counts() {
        return counts.clone();
    }

    int[] registerCounts() {
        int[] result = new int[Registers.COUNT];
        for (int file = 0; file < Registers.COUNT; file++) {
            result[file] = registers.count(file);
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
            int file = constant.place().file();
            if (constant.perLane() == 0 && (file == Registers.INT || file == Registers.LONG)) {
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
