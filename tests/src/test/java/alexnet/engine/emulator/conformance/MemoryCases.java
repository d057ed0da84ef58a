package alexnet.engine.emulator.conformance;

/** PTX ISA 9.7.8 and 9.7.12: loads, stores, atomic operations and copies under way. */
final class MemoryCases {

    private static final String HERE = "alexnet.engine.emulator.conformance.";

    private MemoryCases() {}

    static void register(Cases cases) {
        Accesses.LOADS.forEach(
                forms -> cases.covered(HERE + "LoadTest", forms.startsWith("ldu") ? "ldu" : "ld", forms));
        Accesses.STORES.forEach(forms -> cases.covered(HERE + "StoreTest", "st", forms));
        cases.covered(HERE + "StoreParameterTest", "st.param", StoreParameterTest.FORMS);
        AtomicTest.FORMS.forEach(
                forms -> cases.covered(HERE + "AtomicTest", forms.startsWith("atom") ? "atom" : "red", forms));
        Braces.expand("prefetch{,.global,.local}.{L1,L2}")
                .forEach(form -> cases.covered(HERE + "AddressQuestionsTest", form, form));
        cases.covered(HERE + "AddressQuestionsTest", "prefetchu.L1", "prefetchu.L1");
        Braces.expand("cp.async.{ca.shared.global,cg.shared.global,commit_group,wait_group,wait_all}")
                .forEach(form -> cases.covered(HERE + "AsyncCopyTest", form, form));
        cases.covered(
                HERE + "ArrivalBarrierTest",
                "cp.async.mbarrier.arrive",
                "cp.async.mbarrier.arrive{,.noinc}.shared.b64");
        cases.covered(HERE + "ArrivalBarrierTest", "mbarrier", "mbarrier.{init,inval,test_wait}{,.shared}.b64");
        cases.covered(
                HERE + "ArrivalBarrierTest", "mbarrier", "mbarrier.{arrive,arrive_drop}{,.noComplete}{,.shared}.b64");
        cases.covered(HERE + "ArrivalBarrierTest", "mbarrier", "mbarrier.pending_count.b64");
    }
}
