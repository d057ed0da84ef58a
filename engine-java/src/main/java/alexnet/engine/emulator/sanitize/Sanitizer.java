package alexnet.engine.emulator.sanitize;

import alexnet.engine.KernelFaultException;
import alexnet.engine.emulator.observe.BlockObserver;
import alexnet.engine.emulator.observe.DeviceObserver;
import alexnet.engine.emulator.observe.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Checks one emulated device for errors that a GPU does not report: uninitialised reads, races in shared and global
 * memory, misused barriers and warp synchronisation, and leaks.
 *
 * <p>A launch continues after a finding; only an invalid access ends it. Its blocks run one after the other, and written
 * memory needs up to six times its size again on the heap.
 */
public final class Sanitizer implements DeviceObserver {

    private static final int FRAMES = 3;

    private final String device;
    private final SanitizerReport report;
    private final boolean throwing;
    private final List<Finding> unreported = new ArrayList<>();

    private Sanitizer(String device, SanitizerReport report, boolean throwing) {
        this.device = device;
        this.report = report;
        this.throwing = throwing;
    }

    /** Collects findings in a report, which several devices may share. */
    public static Function<String, DeviceObserver> collecting(SanitizerReport report) {
        return device -> new Sanitizer(device, report, false);
    }

    /**
     * The call that waits for a launch throws its findings as a {@link KernelFaultException}, one line each; closing the
     * device throws leaks.
     */
    public static Function<String, DeviceObserver> throwing() {
        return device -> new Sanitizer(device, new SanitizerReport(), true);
    }

    void add(Finding finding) {
        report.add(finding);
        if (throwing) {
            synchronized (unreported) {
                unreported.add(finding);
            }
        }
    }

    @Override
    public void allocated(long address, long bytes, String label) {
        Shadows.add(new GlobalShadow(this, address, bytes, label, caller()));
    }

    /** The program's own frames below the call that allocated. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> !own(frame.getClassName()))
                        .limit(FRAMES)
                        .map(frame -> {
                            String name = frame.getClassName();
                            return name.substring(name.lastIndexOf('.') + 1)
                                    + '.'
                                    + frame.getMethodName()
                                    + '('
                                    + frame.getFileName()
                                    + ':'
                                    + frame.getLineNumber()
                                    + ')';
                        })
                        .collect(Collectors.joining(", called by ")));
    }

    private static boolean own(String name) {
        return name.equals(Sanitizer.class.getName())
                || name.startsWith("alexnet.engine.emulator.Emulated")
                || name.startsWith("alexnet.engine.emulator.Observers")
                || name.startsWith("java.");
    }

    @Override
    public void freed(long address) {
        Shadows.remove(address);
    }

    @Override
    public void written(long address, long bytes) {
        GlobalShadow shadow = Shadows.find(address, bytes);
        if (shadow != null) {
            shadow.set(address - shadow.base, bytes);
        }
    }

    @Override
    public void copied(long to, long from, long bytes) {
        GlobalShadow target = Shadows.find(to, bytes);
        GlobalShadow source = Shadows.find(from, bytes);
        if (target != null && source != null) {
            target.copy(to - target.base, source, from - source.base, bytes);
        } else if (target != null) {
            target.set(to - target.base, bytes);
        }
    }

    @Override
    public BlockObserver launch(Launch launch) {
        return new LaunchChecker(launch, this::add);
    }

    @Override
    public void synchronizedWith() {
        throwUnreported();
    }

    private void throwUnreported() {
        List<Finding> found;
        synchronized (unreported) {
            found = List.copyOf(unreported);
            unreported.clear();
        }
        if (!found.isEmpty()) {
            throw new KernelFaultException(
                    found.stream().map(Finding::toString).collect(Collectors.joining("\n")), null);
        }
    }

    @Override
    public void closing() {
        for (GlobalShadow shadow : Shadows.of(this)) {
            add(new Finding(
                    Finding.Kind.LEAK,
                    "",
                    null,
                    null,
                    "global",
                    shadow.base,
                    shadow.size,
                    shadow.label,
                    0,
                    "'" + shadow.label + "' (" + shadow.size + " bytes) is still allocated while " + device
                            + " closes; allocated in " + shadow.origin));
        }
        throwUnreported();
    }
}
