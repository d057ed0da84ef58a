package alexnet.engine.emulator.conformance;

/** Exchange within a warp as PTX ISA 7.0 writes it down, for lists of 32 lanes. */
final class WarpModel {

    private WarpModel() {}

    /** The lane that a shuffle reads, or -1 where it says out of range. */
    static int source(String mode, int lane, int b, int c) {
        int step = Math.floorMod(b, 32);
        int clamp = Math.floorMod(c, 32);
        int segments = Math.floorMod(c >> 8, 32);
        int lowest = 0;
        int highest = 0;
        for (int bit = 0; bit < 5; bit++) {
            int value = 1 << bit;
            boolean fixed = (segments & value) != 0;
            lowest += fixed ? lane & value : 0;
            highest += fixed ? lane & value : clamp & value;
        }
        switch (mode) {
            case "up" -> {
                return lane - step >= highest ? lane - step : -1;
            }
            case "down" -> {
                return lane + step <= highest ? lane + step : -1;
            }
            case "bfly" -> {
                int other = lane ^ step;
                return other <= highest ? other : -1;
            }
            default -> {
                int other = lowest;
                for (int bit = 0; bit < 5; bit++) {
                    other += (segments & 1 << bit) == 0 ? step & 1 << bit : 0;
                }
                return other <= highest ? other : -1;
            }
        }
    }
}
