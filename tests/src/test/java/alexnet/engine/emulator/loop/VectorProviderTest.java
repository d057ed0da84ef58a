package alexnet.engine.emulator.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import alexnet.engine.emulator.EmulatedDevice;
import org.junit.jupiter.api.Test;

/** Which loops are chosen, and what is said of the choice. */
class VectorProviderTest {

    private static final String MODULE = "jdk.incubator.vector";
    private static final String IMPLEMENTATION = "alexnet.engine.emulator.loop.VectorApiProvider";

    /** Skips a test where the JVM has no Vector API; where it has one, anything but loops over vectors is a defect. */
    static VectorProvider vectors() {
        assumeTrue(ModuleLayer.boot().findModule(MODULE).isPresent(), "this JVM was started without " + MODULE);
        VectorProvider provider = VectorProvider.chosen();
        assertThat(provider.present()).as(provider.description()).isTrue();
        return provider;
    }

    @Test
    void vectorsWhereTheModuleIsThere() {
        VectorProvider provider = vectors();
        assertThat(provider.lanes()).isGreaterThanOrEqualTo(4);
        assertThat(provider.description()).contains("Vector API", provider.lanes() + " floats");
        assertThat(EmulatedDevice.usesVectorApi()).isTrue();
    }

    @Test
    void plainArraysWithoutTheModule() {
        refused(VectorProvider.lookup(ModuleLayer.empty(), IMPLEMENTATION), "--add-modules " + MODULE);
    }

    @Test
    void plainArraysWhereTheLoopsWereNotBuilt() {
        vectors();
        refused(VectorProvider.lookup(ModuleLayer.boot(), "alexnet.NotBuilt"), "alexnet.NotBuilt was not built");
    }

    @Test
    void plainArraysWhereVectorsAreShort() {
        refused(VectorProvider.wideEnough(new Lanes(2)), "vectors hold 2 floats");
        VectorProvider four = new Lanes(4);
        assertThat(VectorProvider.wideEnough(four)).isSameAs(four);
    }

    private static void refused(VectorProvider provider, String reason) {
        assertThat(provider.present()).isFalse();
        assertThat(provider.description()).startsWith("plain arrays: ").contains(reason);
        assertThatThrownBy(provider::select)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(reason);
    }

    /** A provider of which only the length of its vectors matters. */
    private static final class Lanes extends VectorProvider {

        private final int lanes;

        private Lanes(int lanes) {
            super("vectors of " + lanes);
            this.lanes = lanes;
        }

        @Override
        public boolean present() {
            return true;
        }

        @Override
        int lanes() {
            return lanes;
        }

        @Override
        TileLoop tile(int steps) {
            throw new AssertionError("not asked for");
        }

        @Override
        Loop compare(String comparison) {
            throw new AssertionError("not asked for");
        }

        @Override
        Loop select() {
            throw new AssertionError("not asked for");
        }
    }
}
