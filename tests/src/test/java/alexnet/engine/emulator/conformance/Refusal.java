package alexnet.engine.emulator.conformance;

import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import alexnet.engine.emulator.EmulatedDevice;

/**
 * A module with one instruction, or with a read of one special register, which must be refused. Registers are there for operands: {@code %p0} to {@code %p7}
 * predicates, {@code %h} 16 bits, {@code %r} 32 bits, {@code %l} 64 bits, {@code %f} float, {@code %d} double; a label
 * {@code there}, shared memory {@code sh} and a global variable {@code gl}.
 */
final class Refusal {

    private Refusal() {}

    private static String text(Cases.Refused refused) {
        boolean special = refused.form().startsWith("%");
        String operands = refused.operands().isEmpty() ? "" : " " + refused.operands();
        return """
                .version 7.0
                .target sm_80
                .address_size 64
                .global .align 16 .b8 gl[64];
                .visible .entry k()
                {
                .reg .pred %p<8>; .reg .b16 %h<16>; .reg .b32 %r<32>; .reg .b64 %l<16>; .reg .f32 %f<16>; .reg .f64 %d<16>;
                .shared .align 16 .b8 sh[64];
                there:
                  INSTRUCTION;
                ret;
                }
                """.replace("INSTRUCTION", special ? "mov.u32 %r0, " + refused.form() : refused.form() + operands);
    }

    /** What is wrong with the way in which the form is refused, or null. */
    static String complaint(EmulatedDevice device, Cases.Refused refused) {
        try {
            device.load(new PtxSource("refused.ptx", text(refused)));
            return "was not refused";
        } catch (PtxException e) {
            String message = e.getMessage();
            String place = refused.form().startsWith("%") ? "refused.ptx:10:" : "refused.ptx:10:3:";
            if (!message.contains(place) || !message.contains(refused.form())) {
                return "the message names neither place nor instruction (expected " + place + " and " + refused.form()
                        + "): " + message;
            }
            return message.contains("operands (expected") ? "is refused for its operands only: " + message : null;
        }
    }
}
