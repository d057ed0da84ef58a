package alexnet.engine.emulator.state;

/** The variables of a loaded module. */
public interface ModuleMemory {

    /** Its constant memory. */
    Memory constants();

    /** The address of a variable in global memory. */
    long address(String variable);
}
