package alexnet.trainer.command;

import alexnet.trainer.failure.Console;
import java.util.List;

/** Runs a command line of this program inside this process: what commands need that are made of other commands. */
@FunctionalInterface
public interface ProgramRunner {

    /** Runs {@code arguments}, the command's name first, and gives the exit code. */
    int run(Console console, List<String> arguments);
}
