package alexnet.trainer.report;

import java.awt.Color;

/**
 * The colours of all figures: those of Okabe and Ito (Color Universal Design, 2008), which readers with any of the common
 * kinds of colour blindness tell apart. Pairs that must also differ in a grey print are named here.
 */
final class Palette {

    static final Color INK = Color.BLACK;
    static final Color PAPER = Color.WHITE;
    /** Secondary text and frames. */
    static final Color FAINT = new Color(0x595959);
    /** What holds no value. */
    static final Color NOTHING = new Color(0xd9d9d9);

    /** A bar for the right class: vermilion, 113 of 255 in grey (ITU-R BT.709). */
    static final Color RIGHT = new Color(0xd55e00);
    /** A bar for any other class: sky blue, 164 of 255 in grey. */
    static final Color OTHER = new Color(0x56b4e9);

    /** White over sky blue and blue to a dark blue: falling lightness, so that grey prints keep the order. */
    private static final Color[] SCALE = {PAPER, OTHER, new Color(0x0072b2), new Color(0x00203f)};

    private Palette() {}

    /** The colour of a share: white for 0, dark blue for 1, in between linear in red, green and blue. */
    static Color share(double share) {
        double place = Math.max(0, Math.min(1, share)) * (SCALE.length - 1);
        int below = Math.min((int) place, SCALE.length - 2);
        Color from = SCALE[below];
        Color to = SCALE[below + 1];
        double part = place - below;
        return new Color(
                mixed(from.getRed(), to.getRed(), part),
                mixed(from.getGreen(), to.getGreen(), part),
                mixed(from.getBlue(), to.getBlue(), part));
    }

    /** Black or white, whichever can be read on {@link #share}. */
    static Color onShare(double share) {
        return share < 0.5 ? INK : PAPER;
    }

    private static int mixed(int from, int to, double part) {
        return (int) Math.round(from + (to - from) * part);
    }
}
