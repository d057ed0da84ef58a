package alexnet.engine.cuda;

import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/**
 * Assembles PTX to machine code with the ptxas that is linked into JCuda's native library, to see what the kernels need.
 * It works on any x86_64 Linux machine: no GPU, driver or toolkit is touched. It reads PTX up to version 8.0.
 *
 * <p>The machine code itself is thrown away; on a GPU the driver compiles the PTX again.
 */
public final class PtxAssembler {

    /** The architectures that the project is checked for, Pascal to Hopper. */
    public static final List<String> ARCHITECTURES =
            List.of("sm_60", "sm_70", "sm_75", "sm_80", "sm_86", "sm_89", "sm_90");

    private static final Pattern ENTRY =
            Pattern.compile("(?:Compiling entry function|Function properties for) '?([\\w$%]+)'?");
    private static final Pattern SPILLS =
            Pattern.compile("(\\d+) bytes stack frame, (\\d+) bytes spill stores, (\\d+) bytes spill loads");
    private static final Pattern REGISTERS = Pattern.compile("Used (\\d+) registers");
    private static final Pattern SHARED = Pattern.compile("(\\d+) bytes smem");

    /**
     * What one kernel needs on one architecture.
     *
     * @param kernel entry name
     * @param architecture such as {@code sm_80}
     * @param registers registers per thread
     * @param sharedBytes static shared memory per block
     * @param stackBytes local memory per thread for arrays and calls
     * @param spillStoreBytes bytes of spilled registers written to local memory
     * @param spillLoadBytes bytes of spilled registers read back
     */
    public record Usage(
            String kernel,
            String architecture,
            int registers,
            int sharedBytes,
            int stackBytes,
            int spillStoreBytes,
            int spillLoadBytes) {}

    private PtxAssembler() {}

    /**
     * Assembles a file for one architecture. May be called from several threads at once.
     *
     * @return one entry per kernel, by name
     * @throws PtxException with the assembler's messages when it does not accept the file
     */
    public static List<Usage> assemble(PtxSource ptx, String architecture) {
        // The assembler ends the whole process if its input is not PTX at all.
        PtxHeader.of(ptx);
        byte[] text = (ptx.text() + '\0').getBytes(StandardCharsets.UTF_8);
        nvPTXCompilerHandle handle = new nvPTXCompilerHandle();
        require(ptx, architecture, JNvPTXCompiler.nvPTXCompilerCreate(handle, text.length, text), "");
        try {
            String[] options = {"--gpu-name=" + architecture, "--verbose"};
            int result = JNvPTXCompiler.nvPTXCompilerCompile(handle, options.length, options);
            require(ptx, architecture, result, errorLog(handle));
            return usages(infoLog(handle), architecture);
        } finally {
            JNvPTXCompiler.nvPTXCompilerDestroy(handle);
        }
    }

    private static void require(PtxSource ptx, String architecture, int result, String log) {
        if (result != nvPTXCompileResult.NVPTXCOMPILE_SUCCESS) {
            throw new PtxException(
                    ptx.name() + ": does not assemble for " + architecture + " (" + nvPTXCompileResult.stringFor(result)
                            + (log.isEmpty() ? "" : ": " + log) + ")",
                    null);
        }
    }

    private static String errorLog(nvPTXCompilerHandle handle) {
        long[] size = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(handle, size);
        byte[] log = new byte[Math.toIntExact(size[0]) + 1];
        if (size[0] > 0) {
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(handle, log);
        }
        return text(log)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String infoLog(nvPTXCompilerHandle handle) {
        long[] size = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(handle, size);
        byte[] log = new byte[Math.toIntExact(size[0]) + 1];
        if (size[0] > 0) {
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(handle, log);
        }
        return text(log);
    }

    private static String text(byte[] log) {
        String text = new String(log, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Reads the log, in which the lines about a kernel follow the line that names it. */
    static List<Usage> usages(String log, String architecture) {
        Map<String, int[]> kernels = new TreeMap<>();
        int[] current = new int[5];
        for (String line : log.lines().toList()) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.find()) {
                current = kernels.computeIfAbsent(entry.group(1), name -> new int[5]);
            }
            Matcher spills = SPILLS.matcher(line);
            if (spills.find()) {
                current[2] = Integer.parseInt(spills.group(1));
                current[3] = Integer.parseInt(spills.group(2));
                current[4] = Integer.parseInt(spills.group(3));
            }
            Matcher registers = REGISTERS.matcher(line);
            if (registers.find()) {
                current[0] = Integer.parseInt(registers.group(1));
            }
            Matcher shared = SHARED.matcher(line);
            if (shared.find()) {
                current[1] = Integer.parseInt(shared.group(1));
            }
        }
        List<Usage> usages = new ArrayList<>();
        kernels.forEach((name, v) -> usages.add(new Usage(name, architecture, v[0], v[1], v[2], v[3], v[4])));
        return usages;
    }
}
