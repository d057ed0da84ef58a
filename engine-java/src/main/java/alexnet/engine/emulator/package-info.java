/** The PTX emulator: the same PTX that the GPU runs, on the JVM. */
package alexnet.engine.emulator;
