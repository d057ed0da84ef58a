package alexnet.engine.emulator.conformance;

/** PTX ISA 9.7.12 and 9.7.13: exchange within a warp, and matrices. */
final class WarpCases {

    private static final String HERE = "alexnet.engine.emulator.conformance.";

    private WarpCases() {}

    static void register(Cases cases) {
        Braces.expand("shfl{.sync,}.{up,down,bfly,idx}.b32")
                .forEach(form -> cases.covered(HERE + "ShuffleTest", form, form));
        Braces.expand("vote{.sync,}.{all.pred,any.pred,uni.pred,ballot.b32}")
                .forEach(form -> cases.covered(HERE + "WarpVoteTest", form, form));
        Braces.expand("match.{any,all}.sync.{b32,b64}")
                .forEach(form -> cases.covered(HERE + "WarpVoteTest", form, form));
        Braces.expand("redux.sync.{{add,min,max}.{u32,s32},{and,or,xor}.b32}")
                .forEach(form -> cases.covered(HERE + "WarpVoteTest", form, form));
        cases.covered(HERE + "WarpVoteTest", "activemask.b32", "activemask.b32");
        cases.covered(HERE + "MatrixLoadTest", "ldmatrix", MatrixLoadTest.FORMS);
        MatrixForm.FORMS.forEach(forms -> cases.covered(HERE + "MatrixMultiplyTest", "mma.sync", forms));
        quarters(cases);
        fragments(cases);
    }

    private static void quarters(Cases cases) {
        String a = "{%r0, %r1}, {%r2, %r3}, ";
        String four = "{%r4, %r5, %r6, %r7}";
        String eight = "{%f0, %f1, %f2, %f3, %f4, %f5, %f6, %f7}";
        String form = "mma.sync.aligned.m8n8k4.{row,col}.{row,col}.";
        cases.refused(form + "f16.f16.f16.f16", four + ", " + a + four);
        cases.refused(form + "f32.f16.f16.f32", eight + ", " + a + eight);
        cases.refused(form + "f32.f16.f16.f16", eight + ", " + a + four);
        cases.refused(form + "f16.f16.f16.f32", four + ", " + a + eight);
    }

    private static void fragments(Cases cases) {
        String halves = "{%r0, %r1, %r2, %r3, %r4, %r5, %r6, %r7}";
        String four = "{%r8, %r9, %r10, %r11}";
        String floats = "{%f0, %f1, %f2, %f3, %f4, %f5, %f6, %f7}";
        String shapes = "{row,col}.{m16n16k16,m8n32k16,m32n8k16}.";
        cases.refused("wmma.load.{a,b}.sync.aligned." + shapes + "f16", halves + ", [%l0]");
        cases.refused("wmma.load.c.sync.aligned." + shapes + "f16", four + ", [%l0]");
        cases.refused("wmma.load.c.sync.aligned." + shapes + "f32", floats + ", [%l0]");
        cases.refused("wmma.store.d.sync.aligned." + shapes + "f16", "[%l0], " + four);
        cases.refused("wmma.store.d.sync.aligned." + shapes + "f32", "[%l0], " + floats);
        String multiply = "wmma.mma.sync.aligned.{row,col}." + shapes;
        cases.refused(multiply + "f16.f16", four + ", " + halves + ", " + halves + ", " + four);
        cases.refused(multiply + "f32.f16", floats + ", " + halves + ", " + halves + ", " + four);
        cases.refused(multiply + "f16.f32", four + ", " + halves + ", " + halves + ", " + floats);
        cases.refused(multiply + "f32.f32", floats + ", " + halves + ", " + halves + ", " + floats);
    }
}
