package alexnet.kernels;

import alexnet.engine.StructFields;

/**
 * One fully connected layer of one device: y (outputs,N) = weights (outputs,inputs) x (inputs,N) + bias.
 *
 * @param inputs values per image coming in; for an activation (C,H,W,N) the index is (c*H + y)*W + x
 * @param outputs values per image going out
 * @param batch N
 */
public record FullyConnectedShape(int inputs, int outputs, int batch) {

    public FullyConnectedShape {
        if (inputs < 1 || outputs < 1 || batch < 1) {
            throw new IllegalArgumentException("fully connected: every extent must be at least 1 (found " + inputs
                    + " inputs, " + outputs + " outputs, batch " + batch + ")");
        }
        Math.multiplyExact(inputs, outputs);
    }

    /** The struct of the same name in fully_connected.cu. */
    StructFields fields() {
        return new StructFields().i32("inputs", inputs).i32("outputs", outputs).i32("batch", batch);
    }

    @Override
    public String toString() {
        return inputs + " -> " + outputs + ", batch " + batch;
    }
}
