package alexnet.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.KernelArguments;
import alexnet.engine.StructFields;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The table that cuLaunchKernel reads leads to every argument, scalars and structs. */
final class ParameterBlockTest {

    private static final long ADDRESS = 0x7000_0000_0000L;

    private final ByteBuffer view =
            ByteBuffer.allocate((int) ParameterBlock.BYTES).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void structsTakeAsManySlotsAsTheyFill() {
        StructFields fields =
                new StructFields().i32("a", -3).f32("b", 1.5f).struct("c", new StructFields().i32("d", 9));
        ParameterBlock.write(
                view,
                ADDRESS,
                new KernelArguments()
                        .i32(7)
                        .struct(fields)
                        .i64(0x1122334455667788L)
                        .values());
        assertThat(view.getInt(at(0))).isEqualTo(7);
        assertThat(view.getInt(at(1))).isEqualTo(-3);
        assertThat(view.getFloat(at(1) + 4)).isEqualTo(1.5f);
        assertThat(view.getInt(at(1) + 8)).isEqualTo(9);
        assertThat(view.getLong(at(2))).isEqualTo(0x1122334455667788L);
        assertThat(at(2) - at(1)).isEqualTo(16);
    }

    @Test
    void takesAsManyAsThereAreSlots() {
        KernelArguments arguments = new KernelArguments();
        for (int i = 0; i < ParameterBlock.CAPACITY - 2; i++) {
            arguments.i32(i);
        }
        StructFields three = new StructFields().i32("a", 1).i32("b", 2).i32("c", 3);
        ParameterBlock.write(view, ADDRESS, arguments.struct(three).values());
        assertThat(view.getInt(at(ParameterBlock.CAPACITY - 2) + 8)).isEqualTo(3);
        assertThatThrownBy(() ->
                        ParameterBlock.write(view, ADDRESS, arguments.i32(0).values()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel arguments: too many (expected at most 128, found 129)");
    }

    /** Where the table says that an argument lies, from the start of the block. */
    private int at(int argument) {
        return (int) (view.getLong(argument * Long.BYTES) - ADDRESS);
    }
}
