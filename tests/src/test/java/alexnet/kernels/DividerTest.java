package alexnet.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DividerTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 9, 11, 25, 49, 121, 641, 65535, 65536, 65537, (1 << 30) + 1, Integer.MAX_VALUE})
    void isExactAroundEveryKindOfMultiple(int divisor) {
        Divider division = Divider.by(divisor);
        long step = Math.max(1, Integer.MAX_VALUE / divisor / 1000);
        for (long multiple = 0; multiple * divisor <= Integer.MAX_VALUE; multiple += step) {
            for (long near = Math.max(0, multiple * divisor - 1); near <= multiple * divisor + 1; near++) {
                if (near <= Integer.MAX_VALUE) {
                    assertThat(division.quotient((int) near))
                            .as("%d / %d", near, divisor)
                            .isEqualTo((int) near / divisor);
                }
            }
        }
        assertThat(division.quotient(Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE / divisor);
    }

    @Test
    void zeroIsNoDivisor() {
        assertThatThrownBy(() -> Divider.by(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0");
    }
}
