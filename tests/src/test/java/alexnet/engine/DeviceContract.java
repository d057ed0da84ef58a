package alexnet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every implementation of {@link Device} has to do. */
abstract class DeviceContract {

    private static final PtxSource PTX = PtxSource.resource(DeviceContract.class, "/alexnet/engine/contract.ptx");

    private final List<Device> opened = new ArrayList<>();
    private Device device;
    private Stream stream;

    /** Opens a device of the implementation under test. */
    abstract Device open(int ordinal);

    /** A second device to copy from and to; skips the test where there is none. */
    abstract Device openSecond();

    @BeforeEach
    void openFirst() {
        device = track(open(0));
        stream = device.createStream();
    }

    @AfterEach
    void close() {
        opened.forEach(Device::close);
    }

    private Device track(Device made) {
        opened.add(made);
        return made;
    }

    private Kernel kernel(Device on, String name) {
        return on.load(PTX).kernel(name);
    }

    private static int[] ramp(int length, int start) {
        return IntStream.range(start, start + length).toArray();
    }

    private static int[] ints(DeviceBuffer buffer) {
        int[] values = new int[Math.toIntExact(buffer.bytes() / Integer.BYTES)];
        buffer.read(values);
        return values;
    }

    private static byte[] noise(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void saysWhatItIs() {
        DeviceProperties properties = device.properties();
        assertThat(device.name()).endsWith(":0");
        assertThat(properties.description()).isNotBlank();
        assertThat(properties.computeMajor()).isGreaterThanOrEqualTo(6);
        assertThat(properties.totalMemory()).isGreaterThan(1 << 20);
        assertThat(properties.multiprocessors()).isPositive();
        assertThat(properties.sharedMemoryPerBlock()).isGreaterThanOrEqualTo(48 << 10);
        assertThat(properties.maxThreadsPerBlock()).isGreaterThanOrEqualTo(1024);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 256, 257, 1_000_003})
    void allocatesZeroedAlignedMemory(long bytes) {
        try (DeviceBuffer dirty = device.allocate(bytes, "dirty")) {
            dirty.write(noise((int) bytes, 1));
        }
        DeviceBuffer buffer = device.allocate(bytes, "fresh");
        byte[] content = noise((int) bytes, 2);
        buffer.read(content);
        assertThat(content).containsOnly(0);
        assertThat(buffer.address() % 256).isZero();
        assertThat(buffer.bytes()).isEqualTo(bytes);
        assertThat(buffer.label()).isEqualTo("fresh");
        assertThat(buffer.device()).isSameAs(device);
    }

    @Test
    void refusesAnAllocationOfNothing() {
        assertThatThrownBy(() -> device.allocate(0, "empty"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("empty");
    }

    @Test
    void saysHowMuchMemoryIsMissing() {
        assertThatThrownBy(() -> device.allocate(1L << 50, "conv1.0.weight"))
                .isInstanceOf(OutOfDeviceMemoryException.class)
                .hasMessageContaining("conv1.0.weight")
                .hasMessageContaining("free");
        assertThat(ints(device.allocate(4, "afterwards"))).containsExactly(0);
    }

    @Test
    void writesAndReadsEveryType() {
        DeviceBuffer buffer = device.allocate(16, "values");
        float[] floats = {1.5f, -0.0f, Float.MIN_VALUE, Float.NaN};
        buffer.write(floats);
        assertThat(buffer.toFloats()).containsExactly(floats);
        int[] integers = {1, -2, Integer.MIN_VALUE, 0x01020304};
        buffer.write(integers);
        assertThat(ints(buffer)).containsExactly(integers);
        byte[] last = new byte[16];
        buffer.read(last);
        assertThat(last).endsWith(4, 3, 2, 1);
        buffer.write(new byte[] {9});
        assertThat(ints(buffer)).containsExactly(9, -2, Integer.MIN_VALUE, 0x01020304);
        int[] first = new int[1];
        buffer.read(first);
        assertThat(first).containsExactly(9);
    }

    @Test
    void refusesToWriteAndReadOutside() {
        DeviceBuffer buffer = device.allocate(8, "pair");
        assertThatThrownBy(() -> buffer.write(new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pair", "8", "12");
        assertThatThrownBy(() -> buffer.read(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pair", "8", "12");
    }

    @Test
    void slicesShareTheMemory() {
        DeviceBuffer whole = device.allocate(40, "whole");
        whole.write(ramp(10, 0));
        DeviceBuffer slice = whole.slice(8, 24);
        DeviceBuffer inner = slice.slice(4, 8);
        assertThat(slice.bytes()).isEqualTo(24);
        assertThat(slice.address()).isEqualTo(whole.address() + 8);
        assertThat(inner.address()).isEqualTo(whole.address() + 12);
        assertThat(ints(inner)).containsExactly(3, 4);
        inner.write(new int[] {-3, -4});
        inner.close();
        assertThat(ints(whole)).containsExactly(0, 1, 2, -3, -4, 5, 6, 7, 8, 9);
        assertThat(slice.device()).isSameAs(device);
    }

    @Test
    void refusesSlicesOutside() {
        DeviceBuffer slice = device.allocate(40, "whole").slice(8, 24);
        for (long[] range : new long[][] {{-1, 4}, {0, 25}, {24, 1}, {8, -1}, {Long.MAX_VALUE, 2}}) {
            assertThatThrownBy(() -> slice.slice(range[0], range[1]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("whole");
        }
    }

    @Test
    void uploadsAndDownloads() {
        DeviceBuffer buffer = device.allocate(12, "middle");
        HostBuffer up = device.allocateHost(20);
        HostBuffer down = device.allocateHost(16);
        for (int i = 0; i < 5; i++) {
            up.buffer().putInt(4 * i, 100 + i);
        }
        down.buffer().putInt(12, 77);
        stream.upload(buffer, up);
        stream.download(down, buffer);
        stream.synchronize();
        assertThat(IntStream.range(0, 4).map(i -> down.buffer().getInt(4 * i))).containsExactly(100, 101, 102, 77);
    }

    @Test
    void hostMemoryGivesFreshLittleEndianViews() {
        HostBuffer host = device.allocateHost(10);
        ByteBuffer first = host.buffer();
        first.putInt(0x01020304);
        ByteBuffer second = host.buffer();
        assertThat(second.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(second.position()).isZero();
        assertThat(second.limit()).isEqualTo(10);
        assertThat(second.get(0)).isEqualTo((byte) 4);
        assertThat(host.bytes()).isEqualTo(10);
    }

    @Test
    void refusesTransfersThatDoNotFit() {
        DeviceBuffer buffer = device.allocate(16, "wide");
        HostBuffer host = device.allocateHost(12);
        assertThatThrownBy(() -> stream.upload(buffer, host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("wide", "16", "12");
        assertThatThrownBy(() -> stream.download(host, buffer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("wide", "16", "12");
        assertThatThrownBy(() -> stream.copy(buffer, device.allocate(12, "narrow")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("16", "12");
    }

    @Test
    void copiesOnOneDevice() {
        DeviceBuffer from = device.allocate(400, "from");
        DeviceBuffer to = device.allocate(400, "to");
        from.write(ramp(100, 5));
        stream.copy(to.slice(40, 200), from.slice(100, 200));
        stream.synchronize();
        int[] copied = ints(to);
        for (int i = 0; i < 100; i++) {
            assertThat(copied[i]).isEqualTo(i >= 10 && i < 60 ? 5 + 25 + i - 10 : 0);
        }
    }

    @Test
    void zeroesInTheOrderOfTheStream() {
        DeviceBuffer from = device.allocate(12, "from");
        DeviceBuffer to = device.allocate(12, "to");
        from.write(new int[] {1, 2, 3});
        stream.copy(to, from);
        stream.zero(to.slice(4, 4));
        stream.zero(from);
        stream.synchronize();
        assertThat(ints(to)).containsExactly(1, 0, 3);
        assertThat(ints(from)).containsExactly(0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 1_048_576, 9_437_199})
    void copiesBetweenDevicesBothWays(int bytes) {
        Device other = track(openSecond());
        byte[] sent = noise(bytes, bytes);
        DeviceBuffer here = device.allocate(bytes, "here");
        DeviceBuffer there = other.allocate(bytes, "there");
        DeviceBuffer back = device.allocate(bytes, "back");
        here.write(sent);
        Stream otherStream = other.createStream();
        Event arrived = other.createEvent();
        otherStream.copy(there, here);
        otherStream.record(arrived);
        stream.await(arrived);
        stream.copy(back, there);
        stream.synchronize();
        byte[] received = new byte[bytes];
        there.read(received);
        assertThat(received).isEqualTo(sent);
        back.read(received);
        assertThat(received).isEqualTo(sent);
    }

    @Test
    void exchangesHalvesRepeatedlyBetweenDevices() {
        Device other = track(openSecond());
        Stream[] streams = {stream, other.createStream()};
        Event[] ready = {device.createEvent(), other.createEvent()};
        Event[] taken = {device.createEvent(), other.createEvent()};
        Kernel[] increments = {kernel(device, "increment"), kernel(other, "increment")};
        DeviceBuffer[] buffers = {device.allocate(2 * 5_000_000, "a"), other.allocate(2 * 5_000_000, "b")};
        int half = 5_000_000;
        int count = half / Integer.BYTES;
        int rounds = 6;
        for (int round = 0; round < rounds; round++) {
            for (int d = 0; d < 2; d++) {
                // The peer may still be reading this half from the round before.
                streams[d].await(taken[1 - d]);
                streams[d].launch(
                        increments[d],
                        LaunchGeometry.linear(count, 256),
                        new KernelArguments()
                                .pointer(buffers[d].slice((long) d * half, half))
                                .i32(count));
                streams[d].record(ready[d]);
            }
            for (int d = 0; d < 2; d++) {
                int peer = 1 - d;
                streams[d].await(ready[peer]);
                streams[d].copy(
                        buffers[d].slice((long) peer * half, half), buffers[peer].slice((long) peer * half, half));
                streams[d].record(taken[d]);
            }
        }
        for (int d = 0; d < 2; d++) {
            streams[d].synchronize();
            assertThat(ints(buffers[d])).containsOnly(rounds);
        }
    }

    @Test
    void refusesBuffersAndKernelsOfAnotherDevice() {
        Device other = track(openSecond());
        DeviceBuffer foreign = other.allocate(16, "foreign");
        HostBuffer host = device.allocateHost(16);
        assertThatThrownBy(() -> stream.upload(foreign, host))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("foreign", device.name(), other.name());
        assertThatThrownBy(() -> stream.zero(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stream.copy(foreign, device.allocate(16, "own")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("foreign");
        Kernel kernel = kernel(other, "nothing");
        assertThatThrownBy(() -> stream.launch(kernel, LaunchGeometry.linear(1, 32), new KernelArguments()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }

    @Test
    void reachesItsOwnMemory() {
        assertThat(device.canAccessPeer(device)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 33, 127, 1000, 4096})
    void addsVectors(int n) {
        Random random = new Random(n);
        float[] a = new float[n + 1];
        float[] b = new float[n + 1];
        float[] sum = new float[n + 1];
        for (int i = 0; i <= n; i++) {
            a[i] = random.nextFloat() - 0.5f;
            b[i] = random.nextFloat() * 1e-3f;
            sum[i] = i < n ? a[i] + b[i] : 0;
        }
        DeviceBuffer left = device.allocate(4L * a.length, "a");
        DeviceBuffer right = device.allocate(4L * b.length, "b");
        DeviceBuffer result = device.allocate(4L * sum.length, "c");
        left.write(a);
        right.write(b);
        stream.launch(
                kernel(device, "vector_add"),
                LaunchGeometry.linear(n, 128),
                new KernelArguments()
                        .pointer(left)
                        .pointer(right)
                        .pointer(result)
                        .i32(n));
        stream.synchronize();
        assertThat(result.toFloats()).containsExactly(sum);
    }

    @Test
    void givesEveryThreadItsPosition() {
        DeviceBuffer out = device.allocate(4L * 2 * 3 * 4 * 5 * 6 * 7, "positions");
        stream.launch(
                kernel(device, "store_position"),
                new LaunchGeometry(2, 3, 4, 5, 6, 7, 0),
                new KernelArguments().pointer(out));
        int[] positions = ints(out);
        int at = 0;
        for (int bz = 0; bz < 4; bz++) {
            for (int by = 0; by < 3; by++) {
                for (int bx = 0; bx < 2; bx++) {
                    for (int tz = 0; tz < 7; tz++) {
                        for (int ty = 0; ty < 6; ty++) {
                            for (int tx = 0; tx < 5; tx++) {
                                int expected = ((((bx * 10 + by) * 10 + bz) * 10 + tx) * 10 + ty) * 10 + tz;
                                assertThat(positions[at++]).isEqualTo(expected);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void passesParametersOfEveryKindAndTakesTheirValuesAtLaunch() {
        DeviceBuffer first = device.allocate(24, "first");
        DeviceBuffer second = device.allocate(24, "second");
        Kernel kernel = kernel(device, "store_parameters");
        LaunchGeometry one = LaunchGeometry.linear(1, 1);
        KernelArguments arguments = new KernelArguments()
                .f32(-1.25f)
                .pointer(first)
                .i64(0x8877665544332211L)
                .i32(-7);
        stream.launch(kernel, one, arguments);
        stream.launch(
                kernel, one, new KernelArguments().f32(2).pointer(second).i64(1).i32(2));
        stream.synchronize();
        assertThat(ints(first)).containsExactly(Float.floatToRawIntBits(-1.25f), 0, 0x44332211, 0x88776655, -7, 0);
        assertThat(ints(second)).containsExactly(Float.floatToRawIntBits(2), 0, 1, 0, 2, 0);
        stream.zero(first);
        stream.launch(kernel, one, arguments);
        stream.synchronize();
        assertThat(ints(first)).containsExactly(Float.floatToRawIntBits(-1.25f), 0, 0x44332211, 0x88776655, -7, 0);
    }

    @Test
    void passesStructsByValue() {
        DeviceBuffer out = device.allocate(24, "fields");
        Kernel kernel = kernel(device, "store_struct");
        LaunchGeometry one = LaunchGeometry.linear(1, 1);
        StructFields inner = new StructFields().f32("real", -1.25f).i32("last", 0x7fffffff);
        StructFields fields = new StructFields().i32("first", -7).struct("inner", inner);
        assertThat(fields.names()).containsExactly("first", "inner.real", "inner.last");
        KernelArguments arguments = new KernelArguments().i32(0).struct(fields).pointer(out);
        fields.i32("late", 1);
        stream.launch(kernel, one, arguments);
        stream.launch(
                kernel,
                one,
                new KernelArguments()
                        .i32(1)
                        .struct(new StructFields().i32("a", 1).i32("b", 2).i32("c", 3))
                        .pointer(out));
        assertThat(ints(out)).containsExactly(-7, Float.floatToRawIntBits(-1.25f), 0x7fffffff, 1, 2, 3);
    }

    @Test
    void refusesStructsOfAnotherSize() {
        Kernel kernel = kernel(device, "store_struct");
        DeviceBuffer out = device.allocate(12, "fields");
        StructFields two = new StructFields().i32("a", 1).i32("b", 2);
        assertThat(kernel.parameterSizes()).containsExactly(4, 12, 8);
        assertThatThrownBy(() -> stream.launch(
                        kernel,
                        LaunchGeometry.linear(1, 1),
                        new KernelArguments().i32(0).struct(two).pointer(out)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel store_struct: argument 1 has the wrong size (expected 12 bytes, found 8)");
        assertThatThrownBy(() -> stream.launch(
                        kernel,
                        LaunchGeometry.linear(1, 1),
                        new KernelArguments().i32(0).i32(1).i32(2).i32(3).pointer(out)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kernel store_struct: wrong number of arguments (expected 3, found 5)");
        assertThat(ints(out)).containsExactly(0, 0, 0);
    }

    @Test
    void launchesAKernelWithoutParameters() {
        stream.launch(kernel(device, "nothing"), LaunchGeometry.linear(1, 32), new KernelArguments());
        assertThatCode(stream::synchronize).doesNotThrowAnyException();
    }

    @Test
    void runsLaunchesOfAStreamInOrder() {
        DeviceBuffer counter = device.allocate(4 * 1000, "counter");
        Kernel increment = kernel(device, "increment");
        KernelArguments arguments = new KernelArguments().pointer(counter).i32(1000);
        for (int i = 0; i < 50; i++) {
            stream.launch(increment, LaunchGeometry.linear(1000, 64), arguments);
        }
        assertThat(ints(counter)).as("reading waits for all launches").containsOnly(50);
    }

    @Test
    void ordersStreamsByEvents() {
        Stream second = device.createStream();
        DeviceBuffer value = device.allocate(4 * 4096, "value");
        DeviceBuffer seen = device.allocate(4 * 4096, "seen");
        Kernel increment = kernel(device, "increment");
        KernelArguments arguments = new KernelArguments().pointer(value).i32(4096);
        Event written = device.createEvent();
        Event copied = device.createEvent();
        for (int round = 1; round <= 10; round++) {
            stream.await(copied);
            stream.launch(increment, LaunchGeometry.linear(4096, 256), arguments);
            stream.record(written);
            second.await(written);
            second.copy(seen, value);
            second.record(copied);
            second.synchronize();
            assertThat(ints(seen)).containsOnly(round);
        }
    }

    @Test
    void timesBetweenEvents() {
        Event start = device.createEvent();
        Event end = device.createEvent();
        DeviceBuffer value = device.allocate(4 * 100_000, "value");
        stream.record(start);
        stream.launch(
                kernel(device, "increment"),
                LaunchGeometry.linear(100_000, 256),
                new KernelArguments().pointer(value).i32(100_000));
        stream.record(end);
        assertThat(end.millisecondsSince(start)).isBetween(0.0, 60_000.0);
    }

    @Test
    void takesAnEventThatWasNeverRecordedAsReached() {
        Event event = device.createEvent();
        event.synchronize();
        stream.await(event);
        assertThatCode(stream::synchronize).doesNotThrowAnyException();
    }

    @Test
    void refusesArgumentsThatDoNotMatch() {
        Kernel kernel = kernel(device, "increment");
        LaunchGeometry one = LaunchGeometry.linear(1, 32);
        DeviceBuffer buffer = device.allocate(4, "p");
        assertThat(kernel.parameterSizes()).containsExactly(8, 4);
        assertThatThrownBy(() -> stream.launch(kernel, one, new KernelArguments().pointer(buffer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("increment", "expected 2", "found 1");
        assertThatThrownBy(() -> stream.launch(
                        kernel, one, new KernelArguments().pointer(buffer).i64(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("increment", "argument 1", "expected 4", "found 8");
        assertThat(ints(buffer)).containsExactly(0);
    }

    @Test
    void refusesImpossibleGeometry() {
        Kernel kernel = kernel(device, "nothing");
        int tooMany = device.properties().maxThreadsPerBlock() + 1;
        int tooMuch = device.properties().sharedMemoryPerBlock() + 1;
        for (LaunchGeometry impossible : List.of(
                new LaunchGeometry(1, 1, 1, tooMany, 1, 1, 0),
                new LaunchGeometry(1, 1, 1, 64, 64, 1, 0),
                new LaunchGeometry(1, 1, 1, 32, 1, 1, tooMuch),
                new LaunchGeometry(1, 1, 70_000, 32, 1, 1, 0))) {
            assertThatThrownBy(() -> stream.launch(kernel, impossible, new KernelArguments()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing");
        }
        stream.launch(kernel, LaunchGeometry.linear(1, 32), new KernelArguments());
        assertThatCode(stream::synchronize).doesNotThrowAnyException();
    }

    @Test
    void listsTheKernelsOfAModule() {
        PtxModule module = device.load(PTX);
        assertThat(module.kernelNames())
                .containsExactlyInAnyOrder(
                        "vector_add", "increment", "store_position", "store_parameters", "store_struct", "nothing");
        assertThat(module.kernel("store_parameters").parameterSizes()).containsExactly(4, 8, 8, 4);
        assertThat(module.kernel("nothing").parameterSizes()).isEmpty();
        assertThat(module.kernel("nothing").name()).isEqualTo("nothing");
        assertThatThrownBy(() -> module.kernel("vector_sub"))
                .isInstanceOf(PtxException.class)
                .hasMessageContainingAll("contract.ptx", "vector_sub", "vector_add");
    }

    @Test
    void refusesPtxThatIsWrong() {
        String body =
                ".address_size 64\n.visible .entry wrong() {\n .reg .f32 %f<3>;\n frobnicate.f32 %f1, %f2;\n ret;\n}\n";
        assertThatThrownBy(() -> device.load(new PtxSource("bad.ptx", ".version 7.0\n.target sm_60\n" + body)))
                .isInstanceOf(PtxException.class)
                .hasMessageContainingAll("bad.ptx", "frobnicate");
        assertThatThrownBy(() -> device.load(new PtxSource("empty.ptx", "")))
                .isInstanceOf(PtxException.class)
                .hasMessageContaining("empty.ptx");
    }

    @Test
    void closesTwiceWithoutHarm() {
        Device closing = track(open(0));
        DeviceBuffer buffer = closing.allocate(16, "b");
        HostBuffer host = closing.allocateHost(16);
        Stream queue = closing.createStream();
        Event event = closing.createEvent();
        PtxModule module = closing.load(PTX);
        List<AutoCloseable> all = List.of(module, event, queue, host, buffer, closing);
        for (int pass = 0; pass < 2; pass++) {
            for (AutoCloseable each : all) {
                assertThatCode(each::close).doesNotThrowAnyException();
            }
        }
        assertThatThrownBy(() -> closing.allocate(4, "late")).isInstanceOf(RuntimeException.class);
        DeviceBuffer elsewhere = device.allocate(4, "still fine");
        assertThat(ints(elsewhere)).containsExactly(0);
    }

    @Test
    void closingADeviceFreesWhatItMade() {
        Device closing = track(open(0));
        DeviceBuffer buffer = closing.allocate(16, "b");
        Stream queue = closing.createStream();
        closing.close();
        assertThatCode(buffer::close).doesNotThrowAnyException();
        assertThatCode(queue::close).doesNotThrowAnyException();
    }

    @Test
    void worksFromTwoHostThreads() throws Exception {
        Device other = track(open(0));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<int[]>> results = new ArrayList<>();
            for (Device each : List.of(device, other)) {
                Callable<int[]> work = () -> {
                    Stream queue = each.createStream();
                    DeviceBuffer counter = each.allocate(4 * 300, "counter");
                    Kernel increment = kernel(each, "increment");
                    for (int i = 0; i < 100; i++) {
                        queue.launch(
                                increment,
                                LaunchGeometry.linear(300, 32),
                                new KernelArguments().pointer(counter).i32(300));
                    }
                    queue.synchronize();
                    return ints(counter);
                };
                results.add(threads.submit(work));
            }
            for (Future<int[]> result : results) {
                assertThat(result.get()).containsOnly(100);
            }
        } finally {
            threads.shutdown();
        }
    }
}
