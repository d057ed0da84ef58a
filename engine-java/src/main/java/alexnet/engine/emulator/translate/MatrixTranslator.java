package alexnet.engine.emulator.translate;

import alexnet.engine.emulator.code.GuardedOp;
import alexnet.engine.emulator.code.LaneAddress;
import alexnet.engine.emulator.code.LaneOp;
import alexnet.engine.emulator.code.MatrixElement;
import alexnet.engine.emulator.code.MatrixFragment;
import alexnet.engine.emulator.code.MatrixFragment.Role;
import alexnet.engine.emulator.code.MatrixLoadOp;
import alexnet.engine.emulator.code.MatrixMultiplyOp;
import alexnet.engine.emulator.code.NothingOp;
import alexnet.engine.emulator.code.Op;
import alexnet.engine.emulator.function.InstructionTable;
import alexnet.engine.emulator.function.LaneFunction;
import alexnet.engine.emulator.loop.Signatures;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import alexnet.engine.ptx.PtxInstruction;
import alexnet.engine.ptx.PtxOpcode;
import alexnet.engine.ptx.PtxOperand;
import alexnet.engine.ptx.PtxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instructions by which a warp loads and multiplies matrices. */
final class MatrixTranslator {

    private static final Pattern SHAPE = Pattern.compile("m(\\d+)n8k(\\d+)");
    private static final Pattern LOAD =
            Pattern.compile("ldmatrix\\.sync\\.aligned\\.m8n8\\.x([124])(\\.trans)?(\\.shared(::cta)?)?\\.b16");
    /** Shapes for types of A and B, as PTX ISA 7.0 has them. */
    private static final Map<MatrixElement, Set<String>> SHAPES = Map.of(
            MatrixElement.F16, Set.of("m16n8k8", "m16n8k16"),
            MatrixElement.BF16, Set.of("m16n8k8", "m16n8k16"),
            MatrixElement.TF32, Set.of("m16n8k4", "m16n8k8"),
            MatrixElement.F64, Set.of("m8n8k4"),
            MatrixElement.S8, Set.of("m8n8k16", "m16n8k16", "m16n8k32"),
            MatrixElement.U8, Set.of("m8n8k16", "m16n8k16", "m16n8k32"),
            MatrixElement.S4, Set.of("m8n8k32", "m16n8k32", "m16n8k64"),
            MatrixElement.U4, Set.of("m8n8k32", "m16n8k32", "m16n8k64"),
            MatrixElement.B1, Set.of("m8n8k128", "m16n8k128", "m16n8k256"));

    private final OpEmitter to;

    MatrixTranslator(OpEmitter to) {
        this.to = to;
    }

    void translate(PtxInstruction instruction) {
        if (instruction.kind() == PtxOpcode.Kind.MATRIX_LOAD) {
            load(instruction);
        } else {
            multiply(instruction);
        }
    }

    private void multiply(PtxInstruction instruction) {
        List<String> modifiers = new ArrayList<>(instruction.modifiers());
        boolean clamp = modifiers.remove("satfinite");
        boolean counts = modifiers.size() == 11 && modifiers.subList(9, 11).equals(List.of("xor", "popc"));
        if (instruction.opcode().startsWith("mma.sync.aligned.m8n8k4.")
                && instruction.opcode().contains(".f16")) {
            throw to.refuse(
                    instruction,
                    "four products by quarters of a warp are not supported, use the shapes m16n8k8, m16n8k16");
        }
        Matcher shape = SHAPE.matcher(modifiers.size() > 2 ? modifiers.get(2) : "");
        boolean known = (modifiers.size() == 9 || counts)
                && modifiers.subList(0, 2).equals(List.of("sync", "aligned"))
                && modifiers.subList(3, 5).equals(List.of("row", "col"))
                && shape.matches();
        MatrixElement[] types = new MatrixElement[4];
        for (int i = 0; known && i < 4; i++) {
            types[i] = MatrixElement.named(modifiers.get(5 + i));
            known = types[i] != null;
        }
        if (!known || !allowed(types, modifiers.get(2), clamp, counts)) {
            throw to.unknown(instruction);
        }
        int m = Integer.parseInt(shape.group(1));
        int k = Integer.parseInt(shape.group(2));
        MatrixFragment left = new MatrixFragment(Role.LEFT, types[1], m, k);
        MatrixFragment right = new MatrixFragment(Role.RIGHT, types[2], k, 8);
        MatrixFragment addend = new MatrixFragment(Role.RESULT, types[3], m, 8);
        MatrixFragment result = new MatrixFragment(Role.RESULT, types[0], m, 8);
        multiply(instruction, new MatrixFragment[] {left, right, addend, result}, clamp);
    }

    private static boolean allowed(MatrixElement[] types, String shape, boolean clamp, boolean counts) {
        MatrixElement a = types[1];
        MatrixElement b = types[2];
        boolean alike = a == b || a.bits == b.bits && a.bits <= 8;
        boolean result = switch (a) {
            case F16 -> types[0] == types[3] && (types[0] == MatrixElement.F16 || types[0] == MatrixElement.F32);
            case BF16, TF32 -> types[0] == MatrixElement.F32 && types[3] == MatrixElement.F32;
            case F64 -> types[0] == MatrixElement.F64 && types[3] == MatrixElement.F64;
            default -> types[0] == MatrixElement.S32 && types[3] == MatrixElement.S32;
        };
        boolean integers = a.bits == 8 || a.bits == 4;
        return alike
                && result
                && SHAPES.getOrDefault(a, Set.of()).contains(shape)
                && (!clamp || integers)
                && counts == (a == MatrixElement.B1);
    }

    private void multiply(PtxInstruction instruction, MatrixFragment[] fragments, boolean clamp) {
        if (instruction.operands().size() != 4) {
            throw to.refuse(instruction, "has " + instruction.operands().size() + " operands (expected 4)");
        }
        int[][] sources = new int[3][];
        for (int i = 0; i < 3; i++) {
            MatrixElement element = fragments[i].element;
            List<PtxOperand> registers = registers(instruction, i + 1, fragments[i].registers(), type(element));
            sources[i] = new int[registers.size()];
            for (int r = 0; r < registers.size(); r++) {
                sources[i][r] =
                        to.source(instruction, registers.get(r), element.file()).slot();
            }
        }
        MatrixFragment result = fragments[3];
        List<PtxOperand> targets = registers(instruction, 0, result.registers(), type(result.element));
        Place[] places = results(targets, result.element.file());
        int[] slots = slots(places);
        to.add(new MatrixMultiplyOp(instruction, fragments, sources[0], sources[1], sources[2], slots, clamp));
        deliver(instruction, targets, places);
    }

    private static PtxType type(MatrixElement element) {
        return element == MatrixElement.F64 ? PtxType.F64 : element == MatrixElement.F32 ? PtxType.F32 : PtxType.B32;
    }

    private List<PtxOperand> registers(PtxInstruction instruction, int operand, int count, PtxType type) {
        PtxOperand given = instruction.operand(operand);
        List<PtxOperand> registers = given instanceof PtxOperand.Vector vector ? vector.elements() : List.of(given);
        if (registers.size() != count) {
            throw to.refuse(
                    instruction,
                    "operand " + (operand + 1) + " has " + registers.size() + " registers (expected " + count + ")");
        }
        registers.forEach(register -> RegisterTypes.require(to, instruction, register, type));
        return registers;
    }

    /** Where results go first: the registers themselves, or intermediate slots where they are of another file. */
    private Place[] results(List<PtxOperand> targets, int file) {
        Place[] places = new Place[targets.size()];
        for (int i = 0; i < places.length; i++) {
            Place place = to.slots.register((PtxOperand.Register) targets.get(i));
            places[i] = place.file() == file ? place : to.slots.intermediate(file);
        }
        return places;
    }

    private static int[] slots(Place[] places) {
        int[] slots = new int[places.length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = places[i].slot();
        }
        return slots;
    }

    private void deliver(PtxInstruction instruction, List<PtxOperand> targets, Place[] places) {
        for (int i = 0; i < places.length; i++) {
            Place place = to.slots.register((PtxOperand.Register) targets.get(i));
            if (!place.equals(places[i])) {
                to.add(to.convert(instruction, place, places[i]));
            }
        }
    }

    private void load(PtxInstruction instruction) {
        Matcher form = LOAD.matcher(instruction.opcode());
        if (!form.matches() || instruction.operands().size() != 2) {
            throw to.unknown(instruction);
        }
        int count = Integer.parseInt(form.group(1));
        LaneAddress address =
                AddressOperand.of(to, instruction, 1, form.group(3) == null ? BlockState.GENERIC : BlockState.SHARED);
        List<PtxOperand> targets = registers(instruction, 0, count, PtxType.B32);
        Place[] places = results(targets, Registers.INT);
        if (to.observing()) {
            tellRead(instruction, address, 8 * count);
        }
        to.add(new MatrixLoadOp(instruction, address, slots(places), form.group(2) != null));
        deliver(instruction, targets, places);
    }

    /** Only the first lanes of a warp give addresses. */
    private void tellRead(PtxInstruction instruction, LaneAddress address, int lanes) {
        Op read = to.observed(new NothingOp(instruction), AccessSite.Kind.READ, address, 2, 8, Registers.INT, null);
        Place chosen = to.slots.intermediate(Registers.INT);
        LaneFunction function = InstructionTable.derived(
                "ldmatrix rows " + lanes, null, () -> (Signatures.II) lane -> lane < lanes ? 1 : 0);
        to.add(LaneOp.of(instruction, function, chosen, to.slots.special("%laneid")));
        to.add(new GuardedOp(read, chosen.slot(), false));
    }
}
