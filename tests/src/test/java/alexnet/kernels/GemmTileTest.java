package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTileTest {

    /** The layers of one half of AlexNet, forward, and quarter of its width. */
    @ParameterizedTest
    @CsvSource({"128, 2916, _64x128", "192, 676, _64x128", "48, 12100, _48x128", "12, 225, _16x128", "32, 49, _32x128"})
    void leastWorkPadsNoFilters(int rows, int groups, String suffix) {
        assertThat(GemmTile.leastWork(Convolution.TILES, rows, groups).suffix()).isEqualTo(suffix);
    }

    @Test
    void smallBatchesTakeOneGroupTiles() {
        assertThat(FullyConnected.forwardPlan(new FullyConnectedShape(9216, 2048, 32))
                        .tile())
                .isEqualTo(new GemmTile(16, 1, 8, 1));
        assertThat(FullyConnected.forwardPlan(new FullyConnectedShape(9216, 2048, 128))
                        .tile())
                .isEqualTo(new GemmTile(16, 4, 8, 1));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3025, 3, 16", "17, 1, 16", "169, 54, 16", "1152, 16, 16", "33, 400, 16", "15, 2, 16"})
    void slicesCoverTheReductionAndNoneIsEmpty(int units, int tiles, int fewest) {
        Slices slices = Slices.of(units, tiles, fewest);
        assertThat((long) slices.count() * slices.length()).isGreaterThanOrEqualTo(units);
        assertThat((long) (slices.count() - 1) * slices.length()).isLessThan(units);
        assertThat(slices.workspaceBytes(10)).isEqualTo(slices.count() == 1 ? 0 : 40L * slices.count());
    }

    @Test
    void slicesFillTheDeviceWhereThereIsEnoughToSum() {
        assertThat(Slices.of(12100, 3, 16)).isEqualTo(new Slices(88, 138));
        assertThat(Slices.of(40, 1, 16)).isEqualTo(new Slices(2, 20));
    }
}
