package alexnet.engine.emulator;

import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.observe.Lanes;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import java.util.List;
import java.util.function.Consumer;

/** Passes what a device tells to each of its observers, in the order in which the options name them. */
public record Observers(List<DeviceObserver> devices) implements DeviceObserver {

    boolean none() {
        return devices.isEmpty();
    }

    @Override
    public void allocated(long address, long bytes, String label) {
        devices.forEach(device -> device.allocated(address, bytes, label));
    }

    @Override
    public void freed(long address) {
        devices.forEach(device -> device.freed(address));
    }

    @Override
    public void written(long address, long bytes) {
        devices.forEach(device -> device.written(address, bytes));
    }

    @Override
    public void copied(long to, long from, long bytes) {
        devices.forEach(device -> device.copied(to, from, bytes));
    }

    @Override
    public BlockObserver launch(Launch launch) {
        List<BlockObserver> blocks =
                devices.stream().map(device -> device.launch(launch)).toList();
        return blocks.size() == 1 ? blocks.get(0) : new Several(blocks);
    }

    @Override
    public void synchronizedWith() {
        devices.forEach(DeviceObserver::synchronizedWith);
    }

    @Override
    public void closing() {
        devices.forEach(DeviceObserver::closing);
    }

    private record Several(List<BlockObserver> observers) implements BlockObserver {

        private void each(Consumer<BlockObserver> event) {
            observers.forEach(event);
        }

        @Override
        public void blockStart(int x, int y, int z) {
            each(observer -> observer.blockStart(x, y, z));
        }

        @Override
        public void basicBlock(int number, Lanes active) {
            each(observer -> observer.basicBlock(number, active));
        }

        @Override
        public void access(Access access) {
            each(observer -> observer.access(access));
        }

        @Override
        public void fence(PtxInstruction instruction, Lanes active) {
            each(observer -> observer.fence(instruction, active));
        }

        @Override
        public void warpSync(PtxInstruction instruction, Lanes active, int[] members) {
            each(observer -> observer.warpSync(instruction, active, members));
        }

        @Override
        public void shuffle(PtxInstruction instruction, Lanes active, int[] sources) {
            each(observer -> observer.shuffle(instruction, active, sources));
        }

        @Override
        public void barrier(PtxInstruction instruction, Lanes arrived) {
            each(observer -> observer.barrier(instruction, arrived));
        }

        @Override
        public void exit(Lanes left) {
            each(observer -> observer.exit(left));
        }

        @Override
        public void blockEnd() {
            each(BlockObserver::blockEnd);
        }

        @Override
        public void launchEnd() {
            each(BlockObserver::launchEnd);
        }
    }
}
