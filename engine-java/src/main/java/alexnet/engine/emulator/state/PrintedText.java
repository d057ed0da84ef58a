package alexnet.engine.emulator.state;

import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** The output of {@code printf} in one launch, kept until the launch ends, so that it is in the order of the blocks. */
public final class PrintedText {

    /** What a launch prints beyond so many characters is left out: a kernel without end must not fill the heap. */
    public static final int MOST = 1 << 24;

    private final Map<Long, String> texts = new TreeMap<>();
    private int size;
    private boolean cut;

    /** Takes what a block has printed; called by all workers. */
    public void add(long block, CharSequence text) {
        if (text.length() > 0) {
            keep(block, text.toString());
        }
    }

    private synchronized void keep(long block, String text) {
        if (text.length() <= MOST - size) {
            texts.put(block, text);
            size += text.length();
        } else {
            cut = true;
        }
    }

    /** Prints what the blocks up to {@code last} have written. */
    public synchronized void flush(PrintStream to, long last) {
        if (texts.isEmpty() && !cut) {
            return;
        }
        texts.forEach((block, text) -> {
            if (block <= last) {
                to.print(text);
            }
        });
        if (cut) {
            to.println("... printf: this launch printed more than " + MOST + " characters; some are left out");
        }
        to.flush();
        texts.clear();
    }
}
