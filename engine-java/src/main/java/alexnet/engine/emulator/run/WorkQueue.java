package alexnet.engine.emulator.run;

/** Work that one thread at a time carries out, in order. */
public interface WorkQueue {

    /** Carries out what is queued until there is none, or until some of it has to wait. */
    void drain(RunnerCache runners, WorkerPool pool);
}
