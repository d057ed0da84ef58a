package alexnet.trainer.bench;

import alexnet.engine.Device;
import alexnet.engine.Event;
import alexnet.engine.Stream;
import java.util.List;
import java.util.function.Consumer;

/** Times what is queued on a stream of its own, by the device's clock. */
final class StreamRounds implements AutoCloseable {

    private final Stream stream;
    private final Event begin;
    private final Event end;

    StreamRounds(Device device) {
        stream = device.createStream();
        begin = device.createEvent();
        end = device.createEvent();
    }

    /** Rounds that queue {@code launch} as often as asked, one after the other. */
    Sampler.Round of(Consumer<Stream> launch) {
        return calls -> {
            stream.record(begin);
            for (int i = 0; i < calls; i++) {
                launch.accept(stream);
            }
            stream.record(end);
            stream.synchronize();
            return end.millisecondsSince(begin) / 1e3;
        };
    }

    /** Queues it once and says which kernels that were. */
    List<WatchedStream.Launch> launches(Consumer<Stream> launch) {
        try (WatchedStream watched = new WatchedStream(stream)) {
            launch.accept(watched);
            return watched.launches();
        }
    }

    /** Rounds of host code on this thread. */
    static Sampler.Round host(Runnable code) {
        return calls -> {
            long begun = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                code.run();
            }
            return (System.nanoTime() - begun) / 1e9;
        };
    }

    @Override
    public void close() {
        begin.close();
        end.close();
        stream.close();
    }
}
