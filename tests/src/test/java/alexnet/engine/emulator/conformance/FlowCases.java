package alexnet.engine.emulator.conformance;

/** PTX ISA 9.7.11, 9.7.12 and 9.7.15: control flow, barriers and fences, which have test classes of their own. */
final class FlowCases {

    private static final String FORMS = "alexnet.engine.emulator.FlowFormsTest";
    private static final String BARRIERS = "alexnet.engine.emulator.BarrierTest";

    private FlowCases() {}

    static void register(Cases cases) {
        cases.covered(FORMS, "bra", "bra{,.uni}");
        cases.covered(FORMS, "brx.idx", "brx.idx{,.uni}");
        cases.covered(FORMS, "call", "call{,.uni}");
        cases.covered(FORMS, "ret", "ret{,.uni}");
        cases.covered("alexnet.engine.emulator.DivergenceTest", "exit", "exit");
        cases.covered(BARRIERS, "bar.sync", "bar.sync");
        cases.covered(BARRIERS, "bar.arrive", "bar.arrive");
        cases.covered(BARRIERS, "bar.red.popc.u32", "bar.red.popc.u32");
        cases.covered(BARRIERS, "bar.red.and.pred", "bar.red.and.pred");
        cases.covered(BARRIERS, "bar.red.or.pred", "bar.red.or.pred");
        cases.covered(BARRIERS, "bar.warp.sync", "bar.warp.sync");
        for (String form : Braces.expand("barrier.{sync,arrive,red.popc,red.and,red.or}{,.aligned}")) {
            boolean predicate = form.contains(".and") || form.contains(".or");
            String type = form.contains(".popc") ? ".u32" : predicate ? ".pred" : "";
            cases.covered(FORMS, form + type, form + type);
        }
        for (String form : Braces.expand("{membar.{cta,gl,sys},fence{,.sc,.acq_rel}.{cta,gpu,sys}}")) {
            cases.covered(FORMS, form, form);
        }
        cases.covered(FORMS, "nanosleep.u32", "nanosleep.u32");
        cases.covered("alexnet.engine.emulator.FaultTest", "trap", "trap");
        cases.refused("brkpt", "");
        cases.refused("pmevent", "3");
        cases.refused("pmevent.mask", "0xff");
    }
}
