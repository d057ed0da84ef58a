package alexnet.engine.emulator.conformance;

import static alexnet.engine.emulator.conformance.Integers.kind;

import java.util.List;

/** PTX ISA 9.7.8 and chapter 10: moves, packing, addresses and special registers. */
final class MoveCases {

    private static final String ADDRESSES = "alexnet.engine.emulator.AddressSpacesTest";
    private static final String SPECIAL = "alexnet.engine.emulator.SpecialRegistersTest";

    private MoveCases() {}

    static void register(Cases cases) {
        for (String type :
                List.of("b16", "b32", "b64", "u16", "u32", "u64", "s16", "s32", "s64", "f32", "f64", "pred")) {
            cases.lane("mov." + type, kind(type), kind(type)).expect(o -> o[0]);
        }
        halves(cases);
        quarters(cases);
        bytes(cases);
        immediates(cases);
        cases.covered(ADDRESSES, "isspacep", "isspacep.{const,global,local,shared}");
        cases.covered(ADDRESSES, "cvta", "cvta{,.to}.{const,global,local,shared}.u64");
        cases.refused("cvta{,.to}.{const,global,local,shared}.u32", "%r0, %r1");
        cases.refused("istypep.{texref,samplerref,surfref}", "%p0, %l0");
        special(cases);
    }

    /** The first part is the lowest. */
    private static void halves(Cases cases) {
        cases.lane("mov.b32", Kind.B32, Kind.B16, Kind.B16)
                .note("from halves")
                .text("mov.b32 $d, {$a, $b};")
                .expect(o -> o[0] + (o[1] << 16));
        cases.lane("mov.b64", Kind.B64, Kind.B32, Kind.B32)
                .note("from halves")
                .text("mov.b64 $d, {$a, $b};")
                .expect(o -> o[0] + (o[1] << 32));
        cases.lane("mov.b64", Kind.F64, Kind.F32, Kind.B32)
                .note("from halves of other kinds")
                .text("mov.b64 $d, {$a, $b};")
                .expect(o -> o[0] + (o[1] << 32));
        cases.lane("mov.b32", Kind.B16, Kind.B32)
                .second(Kind.B16)
                .note("to halves")
                .text("mov.b32 {$d, $q}, $a;")
                .expectBoth(o -> new long[] {o[0] % 0x1_0000, o[0] / 0x1_0000});
        cases.lane("mov.b64", Kind.B32, Kind.B64)
                .second(Kind.B32)
                .note("to halves")
                .text("mov.b64 {$d, $q}, $a;")
                .expectBoth(o -> new long[] {o[0] & 0xffff_ffffL, o[0] >>> 32});
        cases.lane("mov.b64", Kind.B32, Kind.F64)
                .note("to the upper half")
                .text("mov.b64 {_, $d}, $a;")
                .expect(o -> o[0] >>> 32);
    }

    private static void quarters(Cases cases) {
        cases.lane("mov.b64", Kind.B64, Kind.B16, Kind.B16, Kind.B16, Kind.B16)
                .note("from quarters")
                .text("mov.b64 $d, {$a, $b, $c, $e};")
                .expect(o -> o[0] + (o[1] << 16) + (o[2] << 32) + (o[3] << 48));
        cases.lane("mov.b64", Kind.B16, Kind.B64)
                .second(Kind.B16)
                .note("to the even quarters")
                .text("mov.b64 {$d, _, $q, _}, $a;")
                .expectBoth(o -> new long[] {o[0] & 0xffff, o[0] >>> 32 & 0xffff});
        cases.lane("mov.b64", Kind.B16, Kind.B64)
                .second(Kind.B16)
                .note("to the odd quarters")
                .text("mov.b64 {_, $d, _, $q}, $a;")
                .expectBoth(o -> new long[] {o[0] >>> 16 & 0xffff, o[0] >>> 48});
    }

    private static void bytes(Cases cases) {
        String registers = "{ .reg .b8 %c<4>; cvt.u8.u32 %c0, $a; cvt.u8.u32 %c1, $b;";
        cases.lane("mov.b16", Kind.B16, Kind.B32, Kind.B32)
                .note("from bytes")
                .text(registers + " mov.b16 $d, {%c0, %c1}; }")
                .expect(o -> o[0] % 256 + o[1] % 256 * 256);
        cases.lane("mov.b32", Kind.B32, Kind.B32, Kind.B32, Kind.B32, Kind.B32)
                .note("from bytes")
                .text(registers + " cvt.u8.u32 %c2, $c; cvt.u8.u32 %c3, $e; mov.b32 $d, {%c0, %c1, %c2, %c3}; }")
                .expect(o -> o[0] % 256 + (o[1] % 256 << 8) + (o[2] % 256 << 16) + (o[3] % 256 << 24));
        String split = "{ .reg .b8 %c<4>; mov.b32 {%c0, %c1, %c2, %c3}, $a; ";
        cases.lane("mov.b32", Kind.U32, Kind.B32)
                .second(Kind.U32)
                .note("to bytes")
                .text(split + "cvt.u32.u8 $d, %c1; cvt.u32.u8 $q, %c3; }")
                .expectBoth(o -> new long[] {o[0] >>> 8 & 255, o[0] >>> 24});
        cases.lane("mov.b16", Kind.U32, Kind.B16)
                .second(Kind.U32)
                .note("to bytes")
                .text("{ .reg .b8 %c<2>; mov.b16 {%c0, %c1}, $a; cvt.u32.u8 $d, %c0; cvt.u32.u8 $q, %c1; }")
                .expectBoth(o -> new long[] {o[0] & 255, o[0] >>> 8});
    }

    private static void immediates(Cases cases) {
        immediate(cases, "u32", "0xdeadbeef", 0xdeadbeefL);
        immediate(cases, "s64", "-2", -2);
        immediate(cases, "u16", "-2", 0xfffe);
        immediate(cases, "f32", "0f40490FDB", 0x40490fdbL);
        immediate(cases, "f64", "0d400921FB54442D18", 0x400921fb54442d18L);
    }

    private static void immediate(Cases cases, String type, String number, long bits) {
        String form = "mov." + type;
        cases.lane(form, kind(type))
                .note("of a number")
                .text(form + " $d, " + number + ";")
                .expect(o -> bits);
    }

    private static void special(Cases cases) {
        cases.covered(SPECIAL, "%", "%{tid,ntid,ctaid,nctaid}.{x,y,z}");
        for (String name : Braces.expand("%{laneid,warpid,nwarpid,smid,nsmid,gridid,clock,clock_hi,clock64}")) {
            cases.covered(SPECIAL, name, name);
        }
        for (String name : Braces.expand("%{globaltimer{,_lo,_hi},{total,dynamic}_smem_size,envreg{0,1,31}}")) {
            cases.covered(SPECIAL, name, name);
        }
        cases.covered(SPECIAL, "%lanemask_", "%lanemask_{eq,le,lt,ge,gt}");
        cases.refused("%pm{0,1,2,3,4,5,6,7}{,_64}", "");
        cases.refused("%reserved_smem_offset_{begin,end,cap,0,1}", "");
    }
}
