/**
 * PTX as text: a lexer, a parser, and the data structures for a module with its variables, functions, instructions and
 * operands.
 *
 * <p>Read {@link alexnet.engine.ptx.PtxParser} first, then its result: {@link alexnet.engine.ptx.PtxModuleText}, {@link
 * alexnet.engine.ptx.PtxKernelText} and {@link alexnet.engine.ptx.PtxInstruction}. {@link alexnet.engine.ptx.PtxOpcode}
 * is the table of opcodes, {@link alexnet.engine.ptx.PtxOperandCheck} checks operand types.
 * docs/emulator/instructions.md says what is accepted.
 */
package alexnet.engine.ptx;
