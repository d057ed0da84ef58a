package alexnet.engine.emulator.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** When a loop over vectors is used. */
class WarmUpTest {

    private static final int WORTH = 100;
    private static final int WINS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Runnable SHORT = () -> {};
    private static final Runnable LONG = () -> LockSupport.parkNanos(20_000_000);

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final AtomicInteger rounds = new AtomicInteger();

    @Test
    void beginsOnceWhenTheWorkIsWorthIt() {
        WarmUp<String> warmUp = warmUp(SHORT, LONG, LONGEST);
        assertThat(warmUp.loop(WORTH - 1)).isNull();
        assertThat(threads).isEmpty();
        warmUp.loop(1);
        warmUp.loop(WORTH);
        assertThat(threads).hasSize(1);
    }

    @Test
    void givesTheLoopOnceItHasWonOftenEnough() {
        VectorProviderTest.vectors();
        WarmUp<String> warmUp = warmUp(SHORT, LONG, LONGEST);
        assertThat(warmUp.loop(WORTH)).isNull();
        threads.remove().run();
        assertThat(rounds).hasValue(WINS);
        assertThat(warmUp.loop(1)).isEqualTo("vectors");
    }

    @Test
    void winsMustBeInARow() {
        VectorProviderTest.vectors();
        Runnable losesTheThird = () -> {
            if (rounds.get() == WINS) {
                LockSupport.parkNanos(200_000_000);
            }
        };
        WarmUp<String> warmUp = warmUp(losesTheThird, LONG, LONGEST);
        warmUp.loop(WORTH);
        threads.remove().run();
        assertThat(rounds).hasValue(2 * WINS);
        assertThat(warmUp.loop(1)).isEqualTo("vectors");
    }

    @Test
    void keepsThePlainLoopWhereVectorsNeverWin() {
        VectorProviderTest.vectors();
        WarmUp<String> warmUp = warmUp(LONG, SHORT, Duration.ofMillis(100));
        warmUp.loop(WORTH);
        threads.remove().run();
        assertThat(rounds.get()).isPositive();
        assertThat(warmUp.loop(WORTH)).isNull();
        assertThat(threads).isEmpty();
    }

    private WarmUp<String> warmUp(Runnable vectors, Runnable plain, Duration longest) {
        return new WarmUp<>(
                new WarmUp.Rules(WORTH, WINS, longest, threads::add),
                () -> new WarmUp.Round<>("vectors", rounds::incrementAndGet, vectors, plain));
    }
}
