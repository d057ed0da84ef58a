package alexnet.model;

/**
 * What a network has at a point.
 *
 * @param value in the spelling of the option
 * @param origin who says so
 */
public record PointInForce(Point point, String value, Origin origin) {

    /** Where a value comes from. */
    public enum Origin {
        /** The network file. */
        FILE("network file"),
        /** The network file or the program, for networks at reduced width or input size. */
        REDUCED("reduced size"),
        PAPER("preset paper"),
        ORIGINAL("preset original"),
        CAFFE("preset caffe"),
        /** The point's own option. */
        OPTION("option");

        private final String description;

        Origin(String description) {
            this.description = description;
        }

        static Origin of(Preset preset) {
            return valueOf(preset.name());
        }

        @Override
        public String toString() {
            return description;
        }
    }
}
