/** What an emulated device tells those who watch it: launches, accesses to memory, barriers, allocations. */
package alexnet.engine.emulator.observe;
