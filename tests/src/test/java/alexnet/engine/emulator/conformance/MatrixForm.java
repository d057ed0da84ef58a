package alexnet.engine.emulator.conformance;

import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form of {@code mma.sync}: its shape, its types, and where PTX ISA 7.0, 9.7.13, puts the elements of each matrix. */
record MatrixForm(String form, int m, int k, String result, String left, String right, String addend) {

    static final List<String> FORMS = List.of(
            "mma.sync.aligned.m16n8k4.row.col.f32.tf32.tf32.f32",
            "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32",
            "mma.sync.aligned.{m16n8k8,m16n8k16}.row.col.f32.bf16.bf16.f32",
            "mma.sync.aligned.{m16n8k8,m16n8k16}.row.col.{f16.f16.f16.f16,f32.f16.f16.f32}",
            "mma.sync.aligned.m8n8k4.row.col.f64.f64.f64.f64",
            "mma.sync.aligned.{m8n8k16,m16n8k16,m16n8k32}.row.col{,.satfinite}.s32.{u8,s8}.{u8,s8}.s32",
            "mma.sync.aligned.{m8n8k32,m16n8k32,m16n8k64}.row.col{,.satfinite}.s32.{u4,s4}.{u4,s4}.s32",
            "mma.sync.aligned.{m8n8k128,m16n8k128,m16n8k256}.row.col.s32.b1.b1.s32.xor.popc");

    private static final Pattern PARTS = Pattern.compile("mma\\.sync\\.aligned\\.m(\\d+)n8k(\\d+)\\.row\\.col"
            + "(?:\\.satfinite)?\\.(\\w+)\\.(\\w+)\\.(\\w+)\\.(\\w+)(?:\\.xor\\.popc)?");

    static MatrixForm of(String form) {
        Matcher parts = PARTS.matcher(form);
        if (!parts.matches()) {
            throw new IllegalArgumentException(form);
        }
        return new MatrixForm(
                form,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                parts.group(3),
                parts.group(4),
                parts.group(5),
                parts.group(6));
    }

    static int bits(String type) {
        return type.equals("tf32")
                ? 32
                : Integer.parseInt(type.replaceAll("\\D", "").replaceFirst("^$", "0"));
    }

    /** Elements of one register, which has 64 bits for f64 and 32 bits for all others. */
    static int perRegister(String type) {
        return type.equals("f64") ? 1 : 32 / bits(type);
    }

    /** Elements that one lane holds of a matrix of so many elements. */
    static int perLane(int elements) {
        return elements / 32;
    }

    int leftRow(int lane, int i) {
        int group = lane >> 2;
        int part = i / perRegister(left);
        return m == 8 || part == 0 || part == 2 ? group : group + 8;
    }

    int leftColumn(int lane, int i) {
        int count = perRegister(left);
        int column = (lane & 3) * count + i % count;
        return m == 16 && i / count >= 2 ? column + 4 * count : column;
    }

    int rightRow(int lane, int i) {
        int count = perRegister(right);
        int row = (lane & 3) * count + i % count;
        return i >= count ? row + 4 * count : row;
    }

    int rightColumn(int lane) {
        return lane >> 2;
    }

    int resultRow(int lane, int i) {
        return i < 2 ? lane >> 2 : (lane >> 2) + 8;
    }

    int resultColumn(int lane, int i) {
        return (lane & 3) * 2 + (i & 1);
    }

    /** Bits of a random element: of any finite value, or of one whose products can be added without rounding. */
    static long random(String type, Random random, boolean wide) {
        int sign = random.nextInt(2);
        return switch (type) {
            case "f16" ->
                sign << 15 | (wide ? random.nextInt(31) : 10 + random.nextInt(10)) << 10 | random.nextInt(1 << 10);
            case "bf16" ->
                sign << 15 | (wide ? random.nextInt(255) : 122 + random.nextInt(10)) << 7 | random.nextInt(1 << 7);
            // The lowest 13 bits of a tf32 register do not count.
            case "tf32", "f32" ->
                (sign << 31 | (wide ? random.nextInt(255) : 122 + random.nextInt(10)) << 23 | random.nextInt(1 << 23))
                        & 0xffff_ffffL;
            case "f64" ->
                (long) sign << 63
                        | (wide ? 523L + random.nextInt(1000) : 1018L + random.nextInt(10)) << 52
                        | random.nextLong() >>> 12;
            case "s32" ->
                random.nextInt(3) == 0
                        ? (random.nextBoolean() ? Integer.MAX_VALUE - 9 : Integer.MIN_VALUE + 9) & 0xffff_ffffL
                        : random.nextInt() & 0xffff_ffffL;
            default -> random.nextInt(1 << bits(type));
        };
    }

    /** The number that an element's bits stand for. */
    static double value(String type, long bits) {
        int raw = (int) bits;
        return switch (type) {
            case "f16" -> AtomicModel.half(raw);
            case "bf16" -> Float.intBitsToFloat(raw << 16);
            case "tf32" -> Float.intBitsToFloat(raw >> 13 << 13);
            case "f32" -> Float.intBitsToFloat(raw);
            case "f64" -> Double.longBitsToDouble(bits);
            case "s32" -> raw;
            case "s8" -> (byte) raw;
            case "s4" -> raw >= 8 ? raw - 16 : raw;
            default -> raw;
        };
    }
}
