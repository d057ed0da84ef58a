package alexnet.engine.emulator.run;

/** A queue of work that one thread at a time runs, in order. */
public interface WorkQueue {

    /** Runs queued work until the queue is empty or its first entry has to wait. */
    void drain(RunnerCache runners, WorkerPool pool);
}
