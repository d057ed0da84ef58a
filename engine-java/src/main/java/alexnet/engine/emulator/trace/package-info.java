/**
 * Compiles traces. A trace is a straight run of operations within a basic block. Once it has run often, it gets byte
 * code for the operand shapes that it meets, with guards and a bail-out to the single operations.
 *
 * <p>Read {@link alexnet.engine.emulator.trace.TraceOp} first (counting, guards, bail-out), then {@link
 * alexnet.engine.emulator.trace.TraceBuilder} (which operations form a trace), {@code TracePlan} (what the code does
 * for one set of operand shapes) and {@code TraceWriter} (the byte code). docs/emulator/how-it-works.md has an
 * overview.
 */
package alexnet.engine.emulator.trace;
