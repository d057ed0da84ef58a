package alexnet.trainer.data;

/**
 * Principal axes of the RGB values of a data set, in units of 0 to 255.
 *
 * @param eigenvalues (3) variances along the axes, largest first
 * @param eigenvectors (3, 3) row k is the unit vector (R, G, B) of axis k
 */
public record ColourPca(double[] eigenvalues, double[][] eigenvectors) {

    public ColourPca {
        if (eigenvalues.length != 3 || eigenvectors.length != 3) {
            throw new IllegalArgumentException("colour PCA: expected 3 axes, found " + eigenvalues.length
                    + " eigenvalues and " + eigenvectors.length + " eigenvectors");
        }
    }
}
