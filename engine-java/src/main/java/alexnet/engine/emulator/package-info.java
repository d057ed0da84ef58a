/**
 * The emulator: a device that runs PTX on the JVM. Callers use the classes of this package, and those of {@code
 * observe}, {@code sanitize} and {@code profile}; the other packages below it are internal. docs/emulator.md is the
 * index of its pages.
 *
 * <p>Read {@link alexnet.engine.emulator.EmulatedDevice} and {@link alexnet.engine.emulator.EmulatorOptions} first.
 * Then follow a kernel: {@code translate.KernelTranslator} makes its operations, {@code run.GridJob} and {@code
 * run.LockstepRunner} run them. docs/emulator/how-it-works.md describes each step.
 */
package alexnet.engine.emulator;
