package alexnet.engine.emulator.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alexnet.engine.DeviceBuffer;
import alexnet.engine.Event;
import alexnet.engine.KernelArguments;
import alexnet.engine.LaunchGeometry;
import alexnet.engine.PtxSource;
import alexnet.engine.Stream;
import alexnet.engine.emulator.EmulatedDevice;
import alexnet.engine.emulator.PtxProgram;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many threads run an emulated device, and devices that have threads of their own. */
final class WorkerPoolTest {

    private static final int BLOCKS = 37;
    private static final int THREADS = 64;

    /** Adds 3 * (the thread's number in the grid) to every element. */
    private static final PtxSource ADD = PtxProgram.kernel(1, """
            mov.u32 %r1, %ctaid.x; mov.u32 %r2, %ntid.x; mad.lo.u32 %r3, %r1, %r2, %r0;
            mul.wide.u32 %rd1, %r3, 4; add.u64 %rd2, %rd0, %rd1;
            ld.global.u32 %r4, [%rd2]; mad.lo.u32 %r4, %r3, 3, %r4; st.global.u32 [%rd2], %r4;
            """);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void resultsDoNotDependOnTheNumberOfWorkers(int workers) {
        try (EmulatedDevice device = EmulatedDevice.withWorkers(0, workers)) {
            assertThat(device.properties().multiprocessors()).isEqualTo(workers);
            DeviceBuffer values = device.allocate(4L * BLOCKS * THREADS, "values");
            try (Stream stream = device.createStream()) {
                add(device, stream, values);
                add(device, stream, values);
                stream.synchronize();
            }
            assertMultiples(values, 6);
        }
    }

    private static void assertMultiples(DeviceBuffer values, int factor) {
        int[] found = new int[BLOCKS * THREADS];
        values.read(found);
        assertThat(found)
                .isEqualTo(IntStream.range(0, found.length).map(i -> factor * i).toArray());
    }

    @Test
    void devicesWithThreadsOfTheirOwnWaitForEachOther() {
        try (EmulatedDevice first = EmulatedDevice.withWorkers(0, 1);
                EmulatedDevice second = EmulatedDevice.withWorkers(1, 1)) {
            DeviceBuffer there = first.allocate(4L * BLOCKS * THREADS, "there");
            DeviceBuffer here = second.allocate(4L * BLOCKS * THREADS, "here");
            try (Stream left = first.createStream();
                    Stream right = second.createStream();
                    Event made = first.createEvent()) {
                for (int i = 0; i < 20; i++) {
                    add(first, left, there);
                }
                left.record(made);
                right.await(made);
                right.copy(here, there);
                add(second, right, here);
                right.synchronize();
            }
            assertMultiples(here, 63);
        }
    }

    @Test
    void threadsOfADeviceEndWithIt() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Set<Thread> own = new HashSet<>();
        try (EmulatedDevice device = EmulatedDevice.withWorkers(0, 3)) {
            own.addAll(Thread.getAllStackTraces().keySet());
            own.removeAll(before);
            own.removeIf(thread -> !thread.getName().startsWith("emulator-worker-"));
            assertThat(own).hasSize(device.properties().multiprocessors());
        }
        for (Thread thread : own) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1025})
    void refusesOtherNumbersOfThreads(int workers) {
        assertThatThrownBy(() -> EmulatedDevice.withWorkers(0, workers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 1 to 1024, found " + workers);
    }

    @Test
    void systemPropertyDecidesOnSharedThreads() {
        assertThat(WorkerPool.configured(null)).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(WorkerPool.configured("1")).isEqualTo(1);
        assertThat(WorkerPool.configured("1024")).isEqualTo(1024);
        for (String wrong : new String[] {"", "0", "1025", "-1", "two", "1.0", "99999999999"}) {
            assertThatThrownBy(() -> WorkerPool.configured(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "alexnet.emulator.workers: no number of threads (expected 1 to 1024, found " + wrong + ")");
        }
    }

    private static void add(EmulatedDevice device, Stream stream, DeviceBuffer values) {
        stream.launch(
                device.load(ADD).kernel("k"),
                LaunchGeometry.of(BLOCKS, 1, 1, THREADS, 1),
                new KernelArguments().pointer(values));
    }
}
