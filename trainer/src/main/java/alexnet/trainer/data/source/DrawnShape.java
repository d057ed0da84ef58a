package alexnet.trainer.data.source;

import alexnet.kernels.Philox;

/**
 * A shape or texture of {@link DrawnPictures}, in coordinates that are turned by an angle and scaled by a radius (for
 * textures: half a period) about a centre.
 */
final class DrawnShape {

    private static final double THIN = 0.33; // half the width of a cross's arms
    private static final double HOLE = 0.6; // inner radius of a ring
    private static final double STAR_NOTCH = 0.42; // radius of a star's inner corners

    private final String kind;
    private final double centreX;
    private final double centreY;
    private final double radius;
    private final double cosine;
    private final double sine;

    private DrawnShape(String kind, double centreX, double centreY, double radius, double degrees) {
        this.kind = kind;
        this.centreX = centreX;
        this.centreY = centreY;
        this.radius = radius;
        this.cosine = StrictMath.cos(StrictMath.toRadians(degrees));
        this.sine = StrictMath.sin(StrictMath.toRadians(degrees));
    }

    /** Draws place, size and angle within what suits the kind. */
    static DrawnShape draw(String kind, int size, Philox random) {
        double x = size * (0.5 + 0.16 * (random.nextDouble() - 0.5));
        double y = size * (0.5 + 0.16 * (random.nextDouble() - 0.5));
        double scale = random.nextDouble();
        double turn = 2 * random.nextDouble() - 1;
        boolean other = random.nextBoolean();
        double shapeRadius = size * (0.3 + 0.1 * scale);
        double halfPeriod = size * (0.06 + 0.06 * scale);
        return switch (kind) {
            case "checkerboard" -> new DrawnShape(kind, x, y, 1.3 * halfPeriod, 10 * turn);
            case "horizontal-stripes" -> new DrawnShape(kind, x, y, halfPeriod, 90 + 10 * turn);
            case "vertical-stripes" -> new DrawnShape(kind, x, y, halfPeriod, 10 * turn);
            case "diagonal-stripes" -> new DrawnShape(kind, x, y, halfPeriod, (other ? 45 : 135) + 10 * turn);
            case "star" -> new DrawnShape(kind, x, y, 1.15 * shapeRadius, 12 * turn);
            default -> new DrawnShape(kind, x, y, shapeRadius, 12 * turn);
        };
    }

    /** True where a point of the picture belongs to the foreground. */
    boolean contains(double x, double y) {
        double u = ((x - centreX) * cosine + (y - centreY) * sine) / radius;
        double v = ((y - centreY) * cosine - (x - centreX) * sine) / radius;
        return switch (kind) {
            case "checkerboard" -> odd(u) != odd(v);
            case "horizontal-stripes", "vertical-stripes", "diagonal-stripes" -> odd(u);
            case "disc" -> u * u + v * v < 1;
            case "ring" -> u * u + v * v < 1 && u * u + v * v > HOLE * HOLE;
            case "square" -> Math.max(Math.abs(u), Math.abs(v)) < 0.85;
            case "cross" -> Math.max(Math.abs(u), Math.abs(v)) < 1 && Math.min(Math.abs(u), Math.abs(v)) < THIN;
            case "triangle" -> v < 0.7 && 1.73 * Math.abs(u) - 1 < v;
            case "star" -> inStar(u, v);
            default -> throw new IllegalArgumentException("no such shape: " + kind);
        };
    }

    private static boolean odd(double value) {
        return ((long) Math.floor(value) & 1) != 0;
    }

    /** Five points: folded into a tenth of the circle, a straight edge from the tip to the notch. */
    private static boolean inStar(double u, double v) {
        double distance = Math.sqrt(u * u + v * v);
        double angle = StrictMath.atan2(u, -v); // 0 at the tip that points up
        double tenth = Math.PI / 5;
        double folded = Math.abs(angle - 2 * tenth * Math.floor(angle / (2 * tenth) + 0.5));
        double px = distance * StrictMath.cos(folded);
        double py = distance * StrictMath.sin(folded);
        double notchX = STAR_NOTCH * StrictMath.cos(tenth);
        double notchY = STAR_NOTCH * StrictMath.sin(tenth);
        return (px - 1) * notchY - py * (notchX - 1) < 0;
    }
}
