/**
 * Checkers for kernels on the emulator: reads of memory that nobody wrote, races, misused barriers and warp
 * synchronisation, memory that is never given back.
 */
package alexnet.engine.emulator.sanitize;
