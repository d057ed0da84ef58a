package alexnet.kernels.example;

import alexnet.engine.DeviceBuffer;

/** An int32 operand of an example call on its device, and in a check its values on the host as they were drawn. */
record Ints(DeviceBuffer buffer, int[] values) {}
