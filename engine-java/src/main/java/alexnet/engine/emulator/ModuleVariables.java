package alexnet.engine.emulator;

import alexnet.engine.emulator.flow.MemoryLayout;
import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.DirectMemory;
import alexnet.engine.emulator.state.Memory;
import alexnet.engine.ptx.PtxModuleText;
import alexnet.engine.ptx.PtxVariable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Memory of a loaded module's .global and .const variables, with their initial content. */
final class ModuleVariables {

    private final PtxModuleText text;
    private final Map<String, EmulatedBuffer> globals = new HashMap<>();
    private final Map<String, Integer> constantOffsets = new HashMap<>();
    private final ByteBuffer constants;

    /** Allocates the variables on the device; where one does not fit, those before it are freed again. */
    ModuleVariables(EmulatedDevice device, PtxModuleText text) {
        this.text = text;
        int size = 0;
        for (PtxVariable variable : text.variables()) {
            if (variable.space().equals("const")) {
                int offset = MemoryLayout.align(size, variable.alignment());
                constantOffsets.put(variable.name(), offset);
                size = offset + variable.bytes();
            }
        }
        constants = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (PtxVariable variable : text.variables()) {
                if (variable.space().equals("global")) {
                    EmulatedBuffer buffer = device.allocateOwn(Math.max(1, variable.bytes()), variable.name());
                    globals.put(variable.name(), buffer);
                    // PTX sets what has no initial value to zeros.
                    device.observers().written(buffer.address(), buffer.bytes());
                }
            }
            text.variables().forEach(this::fill);
        } catch (RuntimeException e) {
            globals.values().forEach(EmulatedBuffer::close);
            throw e;
        }
    }

    private void fill(PtxVariable variable) {
        if (variable.initial() == null) {
            return;
        }
        byte[] content = variable.initial().clone();
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (PtxVariable.Reference reference : variable.references()) {
            long stored = reference.stored(address(reference));
            for (int i = 0; i < reference.bytes(); i++) {
                bytes.put(reference.offset() + i, (byte) (stored >>> 8 * i));
            }
        }
        if (variable.space().equals("const")) {
            constants.put(constantOffsets.get(variable.name()), content);
        } else {
            globals.get(variable.name()).write(content);
        }
    }

    private long address(PtxVariable.Reference reference) {
        EmulatedBuffer global = globals.get(reference.symbol());
        if (global != null) {
            return global.address();
        }
        Integer offset = constantOffsets.get(reference.symbol());
        if (offset == null) {
            return text.functionAddress(reference.symbol());
        }
        return offset + (reference.generic() ? BlockState.WINDOWS[BlockState.CONSTANT] : 0);
    }

    /** Global variables by name. */
    Map<String, EmulatedBuffer> globals() {
        return globals;
    }

    /** The module's constant memory. */
    Memory constants() {
        return new DirectMemory("constant memory", 0, constants);
    }
}
