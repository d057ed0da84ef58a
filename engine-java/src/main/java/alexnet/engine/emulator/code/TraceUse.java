package alexnet.engine.emulator.code;

import alexnet.engine.emulator.state.Place;
import alexnet.engine.emulator.state.Registers;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a trace has to know of an operation that it takes in.
 *
 * @param reads places that it reads, and those that it writes for some lanes only: the others keep what they had
 * @param writes places that it writes
 * @param loads whether it reads memory
 * @param stores whether it writes memory
 */
public record TraceUse(List<Place> reads, List<Place> writes, boolean loads, boolean stores) {

    /** An operation on registers. */
    TraceUse(List<Place> reads, List<Place> writes) {
        this(reads, writes, false, false);
    }

    /** The same for the lanes whose predicate holds. */
    TraceUse guarded(Place predicate) {
        List<Place> read = Stream.of(reads.stream(), Stream.of(predicate), writes.stream())
                .flatMap(places -> places)
                .toList();
        return new TraceUse(read, writes, loads, stores);
    }

    public boolean loadsIntegers() {
        return loads && !integerWrites().isEmpty();
    }

    public List<Place> integerReads() {
        return integers(reads);
    }

    public List<Place> integerWrites() {
        return integers(writes);
    }

    /** Slots of the float places that it reads. */
    public List<Integer> floatReads() {
        return floats(reads);
    }

    /** Slots of the float places that it writes. */
    public List<Integer> floatWrites() {
        return floats(writes);
    }

    private static List<Place> integers(List<Place> places) {
        return places.stream().filter(Place::integer).toList();
    }

    private static List<Integer> floats(List<Place> places) {
        return places.stream()
                .filter(place -> place.file() == Registers.FLOAT)
                .map(Place::slot)
                .toList();
    }
}
