package alexnet.trainer.run;

import alexnet.trainer.failure.Console;
import alexnet.trainer.file.DurableFiles;
import alexnet.trainer.settings.OutputSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The log of a run: on the console, and in full in {@code train.log}. Lines printed before the file is opened are
 * written to it later.
 */
public final class RunLog implements AutoCloseable {

    private final Console console;
    private final OutputSettings.Lines lines;
    private final List<String> early = new ArrayList<>();
    private Path file;
    private BufferedWriter out;
    private boolean open;

    public RunLog(Console console, OutputSettings.Lines lines) {
        this.console = console;
        this.lines = lines;
    }

    /** Starts writing to a file, behind what it holds already. */
    public void openFile(Path log) {
        try {
            file = log;
            out = Files.newBufferedWriter(
                    log, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            for (String line : early) {
                write(line);
            }
            early.clear();
        } catch (IOException e) {
            throw DurableFiles.notWritten(log, e);
        }
    }

    /** A line worth reading at any time; left out with {@code -q}. */
    public void line(String text) {
        write(text);
        if (lines != OutputSettings.Lines.QUIET) {
            finishProgress();
            console.line(text);
        }
    }

    /** The last line of a command, which {@code -q} keeps. */
    public void result(String text) {
        write(text);
        finishProgress();
        console.line(text);
    }

    /** A line that the next one replaces on a terminal. */
    public void progress(String text) {
        write(text);
        if (lines != OutputSettings.Lines.ALL) {
            return;
        }
        if (console.redraws()) {
            // Back to the first column, and clear the rest of the line after the new text.
            console.out().print("\r" + text + "\u001b[K");
            console.out().flush();
            open = true;
        } else {
            console.line(text);
        }
    }

    /** Something that went wrong without stopping the run. */
    public void warn(String text) {
        write("warning: " + text);
        finishProgress();
        console.warn(text);
    }

    private void finishProgress() {
        if (open) {
            console.out().println();
            open = false;
        }
    }

    private void write(String text) {
        if (out == null) {
            early.add(text);
            return;
        }
        try {
            out.write(text);
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw DurableFiles.notWritten(file, e);
        }
    }

    @Override
    public void close() {
        finishProgress();
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw DurableFiles.notWritten(file, e);
            }
        }
    }
}
