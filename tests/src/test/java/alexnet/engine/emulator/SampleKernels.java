package alexnet.engine.emulator;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.sanitize.Finding;
import alexnet.engine.emulator.sanitize.SanitizerReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Kernels that nvcc compiled from a .cu file beside the tests, run under the checkers. */
final class SampleKernels {

    private final String name;
    private final String[] source;
    private final String[] ptx;

    SampleKernels(String name) {
        this.name = name;
        this.source = text(name + ".cu").split("\n");
        this.ptx = text(name + ".ptx").split("\n");
    }

    private static String text(String file) {
        try (InputStream in = SampleKernels.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PtxSource ptx() {
        return new PtxSource(name + ".ptx", String.join("\n", ptx));
    }

    /** The place, such as {@code defects.cu:12}, of the line whose comment is {@code // kernel word}. */
    String place(String kernel, String word) {
        for (int i = 0; i < source.length; i++) {
            if (source[i].endsWith("// " + kernel + " " + word)) {
                return name + ".cu:" + (i + 1);
            }
        }
        throw new IllegalArgumentException(kernel + " " + word);
    }

    /** The PTX in a line, without blanks at its ends. */
    String ptxLine(int line) {
        return ptx[line - 1].trim();
    }

    /** Operands of a launch: arrays become buffers that hold them, {@code new Unset(n)} memory that nobody wrote. */
    record Unset(int bytes) {}

    /** Runs a kernel; what it wrote comes back in the int arrays. */
    List<Finding> run(String kernel, LaunchGeometry geometry, Object... operands) {
        SanitizerReport report = new SanitizerReport();
        try (EmulatedDevice device =
                        new EmulatedDevice(0, EmulatorOptions.defaults().withSanitizer(report));
                Stream stream = device.createStream();
                var module = device.load(ptx())) {
            KernelArguments arguments = new KernelArguments();
            List<DeviceBuffer> buffers = new ArrayList<>();
            for (Object operand : operands) {
                if (operand instanceof Integer number) {
                    arguments.i32(number);
                    continue;
                }
                DeviceBuffer buffer = buffer(device, operand, "operand " + buffers.size());
                buffers.add(buffer);
                arguments.pointer(buffer);
            }
            stream.launch(module.kernel(kernel), geometry, arguments);
            try {
                stream.synchronize();
                int next = 0;
                for (Object operand : operands) {
                    if (!(operand instanceof Integer)) {
                        read(buffers.get(next++), operand);
                    }
                }
            } finally {
                buffers.forEach(DeviceBuffer::close);
            }
        }
        return report.findings();
    }

    private static DeviceBuffer buffer(EmulatedDevice device, Object operand, String label) {
        if (operand instanceof Unset unset) {
            return device.allocate(unset.bytes(), label);
        }
        if (operand instanceof int[] ints) {
            DeviceBuffer buffer = device.allocate(ints.length * 4L, label);
            buffer.write(ints);
            return buffer;
        }
        if (operand instanceof float[] floats) {
            DeviceBuffer buffer = device.allocate(floats.length * 4L, label);
            buffer.write(floats);
            return buffer;
        }
        byte[] bytes = (byte[]) operand;
        DeviceBuffer buffer = device.allocate(bytes.length, label);
        buffer.write(bytes);
        return buffer;
    }

    private static void read(DeviceBuffer buffer, Object operand) {
        if (operand instanceof int[] ints) {
            buffer.read(ints);
        } else if (operand instanceof float[] floats) {
            buffer.read(floats);
        } else if (operand instanceof byte[] bytes) {
            buffer.read(bytes);
        }
    }
}
