package alexnet.engine.emulator.sanitize;

import alexnet.engine.LaunchGeometry;
import alexnet.engine.emulator.observe.Access;
import alexnet.engine.emulator.observe.AccessSite;
import alexnet.engine.emulator.observe.Launch;
import alexnet.engine.ptx.PtxInstruction;
import java.util.Locale;

/** Writes the messages for findings of one launch. */
final class FindingText {

    private final Launch launch;
    private final LaunchGeometry geometry;

    FindingText(Launch launch) {
        this.launch = launch;
        this.geometry = launch.geometry();
    }

    /** {@code (14,0,0)}. */
    String thread(int lane) {
        return "(" + lane % geometry.blockX() + ',' + lane / geometry.blockX() % geometry.blockY() + ','
                + lane / (geometry.blockX() * geometry.blockY()) + ')';
    }

    private Finding.Party party(PtxInstruction instruction, String verb, long block, int lane) {
        return new Finding.Party(
                launch.module().name(),
                instruction.line(),
                launch.module().sourceOf(instruction),
                instruction.opcode(),
                verb,
                (int) (block % geometry.gridX()),
                (int) (block / geometry.gridX() % geometry.gridY()),
                (int) (block / geometry.gridX() / geometry.gridY()),
                lane % geometry.blockX(),
                lane / geometry.blockX() % geometry.blockY(),
                lane / (geometry.blockX() * geometry.blockY()));
    }

    private static String verb(AccessSite site) {
        return switch (site.kind()) {
            case READ -> "read";
            case WRITE -> "write";
            case ATOMIC -> "atomic access";
        };
    }

    Finding synchronisation(Finding.Kind kind, PtxInstruction instruction, long block, int lane, String reason) {
        return new Finding(
                kind,
                launch.kernel().name(),
                party(instruction, instruction.opcode(), block, lane),
                null,
                "",
                0,
                0,
                "",
                0,
                reason);
    }

    Finding uninitialised(Access access, long block, int lane, long address, GlobalShadow shadow) {
        AccessSite site = access.site();
        String reason = verb(site) + " of " + site.bytes() + " bytes which nobody wrote, at "
                + place(access.space(), address, shadow);
        return finding(Finding.Kind.UNINITIALISED_READ, access, block, lane, null, address, shadow, reason);
    }

    /**
     * @param earlier stamp of the first access
     * @param earlierBlock number of its block
     */
    Finding race(
            Finding.Kind kind,
            Access access,
            long block,
            int lane,
            long address,
            long earlier,
            long earlierBlock,
            GlobalShadow shadow) {
        AccessSite site = access.site();
        int otherSite = Stamp.site(earlier);
        int otherLane = Stamp.lane(earlier);
        Finding.Party other =
                otherSite == Stamp.LAST_SITE || otherSite >= launch.sites().size()
                        ? null
                        : party(
                                launch.sites().get(otherSite).instruction(),
                                verb(launch.sites().get(otherSite)),
                                earlierBlock,
                                otherLane);
        String between;
        if (earlierBlock != block) {
            between = "blocks of a launch run in any order";
        } else if (otherLane >> 5 == lane >> 5) {
            between = "no barrier and no synchronisation of the warp lies between the two";
        } else {
            between = "no barrier lies between the two";
        }
        String reason = verb(site) + " of " + site.bytes() + " bytes at " + place(access.space(), address, shadow)
                + " races with thread " + thread(otherLane)
                + (earlierBlock == block ? "" : " of another block") + ": " + between;
        return finding(kind, access, block, lane, other, address, shadow, reason);
    }

    private Finding finding(
            Finding.Kind kind,
            Access access,
            long block,
            int lane,
            Finding.Party other,
            long address,
            GlobalShadow shadow,
            String reason) {
        AccessSite site = access.site();
        Launch.Variable variable = shadow == null ? variable(access.space(), address) : null;
        String name = shadow != null ? shadow.label : variable == null ? "" : plain(variable.name());
        long start = shadow != null ? shadow.base : variable == null ? 0 : variable.offset();
        return new Finding(
                kind,
                launch.kernel().name(),
                party(site.instruction(), verb(site), block, lane),
                other,
                access.space().name().toLowerCase(Locale.ROOT),
                address,
                site.bytes(),
                name,
                address - start,
                reason);
    }

    private String place(AccessSite.Space space, long address, GlobalShadow shadow) {
        String where = "0x" + Long.toHexString(address);
        if (shadow != null) {
            return where + ", byte " + (address - shadow.base) + " of '" + shadow.label + "' (" + shadow.size
                    + " bytes)";
        }
        Launch.Variable variable = variable(space, address);
        return where + " of " + space.name().toLowerCase(Locale.ROOT) + " memory"
                + (variable == null
                        ? ""
                        : ", byte " + (address - variable.offset()) + " of '" + plain(variable.name()) + "'");
    }

    /** {@code tile} for {@code _ZZ4lrnE4tile}, which is how nvcc names a variable of a function. */
    private static String plain(String name) {
        return name.replaceFirst("^_ZZ.*E\\d+(\\w+)$", "$1");
    }

    private Launch.Variable variable(AccessSite.Space space, long address) {
        Launch.Variable found = null;
        for (Launch.Variable variable : launch.variables()) {
            boolean before = variable.space() == space && variable.offset() <= address;
            // A variable without a size is dynamic shared memory and goes on to the end.
            if (before && (variable.bytes() == 0 || address < (long) variable.offset() + variable.bytes())) {
                found = variable;
            }
        }
        return found;
    }
}
