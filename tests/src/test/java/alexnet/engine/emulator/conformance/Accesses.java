package alexnet.engine.emulator.conformance;

import java.util.ArrayList;
import java.util.List;

/** What the forms of loads and stores have in common: their parts, and the registers that may hold their values. */
record Accesses(String form, String space, int count, String type) {

    /** Forms of {@code ld} and {@code ldu}, as {@code instructions.txt} has them. */
    static final List<String> LOADS = List.of(
            "ld{,.const,.global,.local,.param,.shared}{,.v2}"
                    + ".{b8,b16,b32,b64,u8,u16,u32,u64,s8,s16,s32,s64,f32,f64}",
            "ld{,.const,.global,.local,.param,.shared}.v4.{b8,b16,b32,u8,u16,u32,s8,s16,s32,f32}",
            "ld.global.nc{,.v2}.{b8,b16,b32,b64,u8,u16,u32,u64,s8,s16,s32,s64,f32,f64}",
            "ld.global.nc.v4.{b8,b16,b32,u8,u16,u32,s8,s16,s32,f32}",
            "ld.global.{ca,cg,cs}.nc.u32",
            "ld{,.global}.{ca,cg,cs,lu,cv}.u32",
            "ld.weak{,.global,.shared,.local}.u32",
            "ld.volatile{,.global,.shared}.u32",
            "ld.{relaxed,acquire}.{cta,gpu,sys}{,.global,.shared}.u32",
            "ldu{,.global}{,.v2}.{b8,b16,b32,b64,u8,u16,u32,u64,s8,s16,s32,s64,f32,f64}",
            "ldu{,.global}.v4.{b8,b16,b32,u8,u16,u32,s8,s16,s32,f32}");

    /** Forms of {@code st}. */
    static final List<String> STORES = List.of(
            "st{,.global,.local,.shared}{,.v2}.{b8,b16,b32,b64,u8,u16,u32,u64,s8,s16,s32,s64,f32,f64}",
            "st{,.global,.local,.shared}.v4.{b8,b16,b32,u8,u16,u32,s8,s16,s32,f32}",
            "st{,.global}.{wb,cg,cs,wt}.u32",
            "st.weak{,.global,.shared,.local}.u32",
            "st.volatile{,.global,.shared}.u32",
            "st.{relaxed,release}.{cta,gpu,sys}{,.global,.shared}.u32");

    static Accesses of(String form) {
        String space = "";
        for (String each : List.of("const", "global", "local", "param", "shared")) {
            if (form.contains("." + each + ".")) {
                space = each;
            }
        }
        int count = form.contains(".v2.") ? 2 : form.contains(".v4.") ? 4 : 1;
        return new Accesses(form, space, count, form.substring(form.lastIndexOf('.') + 1));
    }

    /** Bytes of one element. */
    int size() {
        return Integer.parseInt(type.substring(1)) / 8;
    }

    /** Bytes of all elements. */
    int bytes() {
        return size() * count;
    }

    boolean signed() {
        return type.charAt(0) == 's';
    }

    /** Letters of the registers that PTX lets this type go to: at least as wide, floats of their own size. */
    List<Character> registers() {
        List<Character> letters = new ArrayList<>();
        if (size() <= 2) {
            letters.add('h');
        }
        if (size() <= 4) {
            letters.add('r');
        }
        letters.add('l');
        boolean bits = type.charAt(0) == 'b';
        if (type.equals("f32") || bits && size() <= 4) {
            letters.add('f');
        }
        if (type.equals("f64") || bits) {
            letters.add('d');
        }
        return letters;
    }

    /** Bytes of a register. */
    static int width(char letter) {
        return switch (letter) {
            case 'h' -> 2;
            case 'r', 'f' -> 4;
            default -> 8;
        };
    }

    /** {@code %x10} or <code>{%x10, %x11}</code>. */
    String list(char letter) {
        if (count == 1) {
            return "%" + letter + 10;
        }
        StringBuilder list = new StringBuilder("{");
        for (int i = 0; i < count; i++) {
            list.append(i == 0 ? "" : ", ").append('%').append(letter).append(10 + i);
        }
        return list.append('}').toString();
    }

    /** Moves the bits of a register to {@code %l9}, zeros above them. */
    static String toLong(char letter, int number) {
        return switch (letter) {
            case 'h' -> "cvt.u64.u16 %l9, %h" + number + ";\n";
            case 'r' -> "cvt.u64.u32 %l9, %r" + number + ";\n";
            case 'f' -> "mov.b32 %r9, %f" + number + "; cvt.u64.u32 %l9, %r9;\n";
            case 'd' -> "mov.b64 %l9, %d" + number + ";\n";
            default -> "mov.u64 %l9, %l" + number + ";\n";
        };
    }

    /** Moves the low bits of {@code %l9} to a register. */
    static String fromLong(char letter, int number) {
        return switch (letter) {
            case 'h' -> "cvt.u16.u64 %h" + number + ", %l9;\n";
            case 'r' -> "cvt.u32.u64 %r" + number + ", %l9;\n";
            case 'f' -> "cvt.u32.u64 %r9, %l9; mov.b32 %f" + number + ", %r9;\n";
            case 'd' -> "mov.b64 %d" + number + ", %l9;\n";
            default -> "mov.u64 %l" + number + ", %l9;\n";
        };
    }
}
