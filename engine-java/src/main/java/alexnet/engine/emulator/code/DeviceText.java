package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.BlockState;
import alexnet.engine.emulator.state.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Texts of the C language in a kernel's memory. */
final class DeviceText {

    /** Longer texts are cut. */
    private static final int MOST_BYTES = 1 << 16;

    private DeviceText() {}

    /** The bytes at a generic address up to the first zero, as UTF-8. */
    static String read(BlockState state, long address, int lane) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long at = address; bytes.size() < MOST_BYTES; at++) {
            Memory memory = state.access(BlockState.GENERIC, at, 1, lane, "read");
            byte next = memory.getByte((int) (at - memory.base));
            if (next == 0) {
                break;
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
