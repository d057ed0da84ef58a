package alexnet.engine.ptx;

/**
 * The first directives of a PTX file.
 *
 * @param version ten times the major number of {@code .version} plus the minor one
 * @param target the architecture, such as {@code sm_60}
 */
public record PtxHeaderText(int version, String target) {}
