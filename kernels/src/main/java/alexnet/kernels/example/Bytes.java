package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;
import alexnet.kernels.check.CheckResult;
import alexnet.kernels.check.Comparison;

/** An operand of bytes of an example call on its device, and in a check its values on the host as they were drawn. */
record Bytes(String label, DeviceBuffer buffer, byte[] values) {

    /** Compares what the device has with bytes that must be the same. */
    CheckResult compareExactly(byte[] expected) {
        byte[] found = new byte[expected.length];
        buffer.read(found);
        return Comparison.same(label, found, expected);
    }
}
