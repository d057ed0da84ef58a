package alexnet.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.emulator.EmulatedDevice;
import org.junit.jupiter.api.Test;

/** The device contract on the PTX emulator. */
final class EmulatorContractTest extends DeviceContract {

    @Override
    Device open(int ordinal) {
        return new EmulatedDevice(ordinal);
    }

    @Override
    Device openSecond() {
        return new EmulatedDevice(1);
    }

    @Test
    void namesTheKernelThatFaulted() {
        try (Device device = open(0)) {
            Stream stream = device.createStream();
            Kernel kernel = device.load(PtxSource.resource(EmulatorContractTest.class, "/alexnet/engine/contract.ptx"))
                    .kernel("increment");
            assertThatThrownBy(() -> {
                        stream.launch(
                                kernel,
                                LaunchGeometry.linear(1, 32),
                                new KernelArguments().nullPointer().i32(1));
                        stream.synchronize();
                    })
                    .isInstanceOf(KernelFaultException.class)
                    .hasMessageContaining("increment");
        }
    }
}
