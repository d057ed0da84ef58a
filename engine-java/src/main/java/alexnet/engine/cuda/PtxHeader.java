package alexnet.engine.cuda;

import alexnet.engine.PtxException;
import alexnet.engine.PtxSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The properties of a PTX file that are checked before it goes to the driver.
 *
 * @param versionMajor PTX version of the {@code .version} directive, major
 * @param versionMinor PTX version, minor
 * @param target first name of the {@code .target} directive, such as {@code sm_60}
 * @param entries parameter sizes in bytes of each {@code .entry}, in the order of the file
 */
record PtxHeader(int versionMajor, int versionMinor, String target, Map<String, List<Integer>> entries) {

    private static final Pattern COMMENT = Pattern.compile("//[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("(?m)^\\s*\\.version\\s+(\\d+)\\.(\\d+)");
    private static final Pattern TARGET = Pattern.compile("(?m)^\\s*\\.target\\s+(sm_\\d+[a-z]?)");
    private static final Pattern ENTRY = Pattern.compile("\\.entry\\s+([\\w$%]+)\\s*(?:\\(([^)]*)\\))?");
    private static final Pattern PARAMETER = Pattern.compile(
            "\\.param\\s+(?:\\.align\\s+\\d+\\s+)?\\.[bsuf](8|16|32|64)\\s+[^\\[]*?(?:\\[\\s*(\\d+)\\s*\\])?");
    private static final Pattern ARCHITECTURE = Pattern.compile("sm_(\\d+)(\\d)([a-z]?)");

    /**
     * Reads the directives.
     *
     * @throws PtxException when {@code .version} or {@code .target} is missing, or a parameter has no known size
     */
    static PtxHeader of(PtxSource ptx) {
        String text = COMMENT.matcher(ptx.text()).replaceAll(" ");
        Matcher version = VERSION.matcher(text);
        Matcher target = TARGET.matcher(text);
        if (!version.find() || !target.find()) {
            throw new PtxException(
                    ptx.name() + ": not PTX (expected .version and .target directives, found none)",
                    "the file must be PTX text as nvcc -ptx writes it, not a cubin");
        }
        Map<String, List<Integer>> entries = new LinkedHashMap<>();
        Matcher entry = ENTRY.matcher(text);
        while (entry.find()) {
            entries.put(entry.group(1), parameterSizes(ptx, entry.group(1), entry.group(2)));
        }
        return new PtxHeader(
                Integer.parseInt(version.group(1)), Integer.parseInt(version.group(2)), target.group(1), entries);
    }

    private static List<Integer> parameterSizes(PtxSource ptx, String kernel, String list) {
        List<Integer> sizes = new ArrayList<>();
        if (list == null || list.isBlank()) {
            return sizes;
        }
        for (String parameter : list.split(",")) {
            Matcher matcher = PARAMETER.matcher(parameter.strip());
            if (!matcher.matches()) {
                throw new PtxException(
                        ptx.name() + ": kernel " + kernel + " has a parameter of unknown size (found "
                                + parameter.strip() + ")",
                        null);
            }
            int elements = matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
            sizes.add(Integer.parseInt(matcher.group(1)) / Byte.SIZE * elements);
        }
        return sizes;
    }

    /**
     * Compares the file with a driver and a GPU.
     *
     * @param driverVersion as {@link CudaDriver#version()}
     * @param device for messages
     * @throws PtxException when the driver cannot read the version or the GPU is older than the target
     */
    void requireLoadable(String file, int driverVersion, String device, int computeMajor, int computeMinor) {
        int newest = newestPtxVersion(driverVersion);
        int wanted = 10 * versionMajor + versionMinor;
        if (wanted > newest) {
            throw new PtxException(
                    file + ": PTX too new for the driver (expected at most .version " + newest / 10 + "." + newest % 10
                            + " for CUDA " + CudaDriver.versionText(driverVersion) + ", found " + versionMajor + "."
                            + versionMinor + ")",
                    "update the NVIDIA driver; the packed kernels need CUDA 11.0 (driver 450) or later");
        }
        Matcher matcher = ARCHITECTURE.matcher(target);
        if (!matcher.matches()) {
            throw new PtxException(file + ": unknown .target (expected sm_NN, found " + target + ")", null);
        }
        int wantedCapability = 10 * Integer.parseInt(matcher.group(1)) + Integer.parseInt(matcher.group(2));
        int capability = 10 * computeMajor + computeMinor;
        boolean specific = matcher.group(3).equals("a");
        if (wantedCapability > capability || specific && wantedCapability != capability) {
            throw new PtxException(
                    file + ": PTX is for another GPU (expected .target at most sm_" + capability + " for " + device
                            + ", found " + target + ")",
                    "the packed kernels need compute capability 6.0 (Pascal) or later");
        }
    }

    /** Newest PTX version, ten times major plus minor, that a driver of that CUDA version reads. */
    private static int newestPtxVersion(int driverVersion) {
        int major = driverVersion / 1000;
        int minor = driverVersion % 1000 / 10;
        return switch (major) {
            case 11 -> 70 + minor;
            // CUDA 12.5 and 12.6 share PTX 8.5; later releases lag one behind.
            case 12 -> 80 + (minor <= 5 ? minor : minor - 1);
            default -> major < 11 ? 65 : (major - 4) * 10 + minor;
        };
    }
}
