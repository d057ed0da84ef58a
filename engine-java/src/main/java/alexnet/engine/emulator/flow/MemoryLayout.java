package alexnet.engine.emulator.flow;

import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxKernelText;
import alexnet.engine.ptx.PtxVariable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the variables of one kernel lie in their state spaces. */
public final class MemoryLayout {

    /** A variable's space and offset. */
    public record Position(String space, int offset) {}

    private final Map<String, Position> positions = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private final List<Launch.Variable> variables = new ArrayList<>();

    /** Lays out a kernel's parameters and variables, and its module's constants and shared variables. */
    public MemoryLayout(List<PtxVariable> module, PtxKernelText kernel) {
        module.stream().filter(v -> !v.space().equals("global")).forEach(this::place);
        kernel.parameters().forEach(this::place);
        kernel.variables().forEach(this::place);
        // Dynamic shared memory starts where the static part ends.
        module.stream().filter(MemoryLayout::dynamic).forEach(this::placeDynamic);
        kernel.variables().stream().filter(MemoryLayout::dynamic).forEach(this::placeDynamic);
    }

    private static boolean dynamic(PtxVariable variable) {
        return variable.bytes() == 0 && variable.space().equals("shared");
    }

    private void place(PtxVariable variable) {
        if (!dynamic(variable)) {
            int offset = align(bytes(variable.space()), variable.alignment());
            positions.put(variable.name(), new Position(variable.space(), offset));
            sizes.put(variable.space(), offset + variable.bytes());
            note(variable, offset);
        }
    }

    private void placeDynamic(PtxVariable variable) {
        int offset = align(bytes("shared"), 16);
        positions.put(variable.name(), new Position("shared", offset));
        note(variable, offset);
    }

    public static int align(int offset, int alignment) {
        return (offset + alignment - 1) / alignment * alignment;
    }

    /** The variable's place, or null for what is not one. */
    public Position position(String name) {
        return positions.get(name);
    }

    /** The variables in shared and local memory, by offset; those of dynamic shared memory have 0 bytes. */
    public List<Launch.Variable> variables() {
        return variables.stream()
                .sorted(Comparator.comparingInt(Launch.Variable::offset))
                .toList();
    }

    private void note(PtxVariable variable, int offset) {
        boolean shared = variable.space().equals("shared");
        if (shared || variable.space().equals("local")) {
            variables.add(new Launch.Variable(
                    shared ? AccessSite.Space.SHARED : AccessSite.Space.LOCAL,
                    variable.name(),
                    offset,
                    variable.bytes()));
        }
    }

    int bytes(String space) {
        return sizes.getOrDefault(space, 0);
    }

    /** Shared memory before the dynamic part. */
    public int staticShared() {
        return bytes("shared");
    }

    /** Local memory per thread, a multiple of 16 so that every thread's part is aligned. */
    public int localBytes() {
        return align(bytes("local"), 16);
    }
}
