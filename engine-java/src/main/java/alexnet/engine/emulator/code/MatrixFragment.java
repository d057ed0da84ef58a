package alexnet.engine.emulator.code;

/**
 * How the elements of a matrix lie in the registers of a warp (PTX ISA 7.0, Matrix Fragments for mma). With g the lane
 * divided by 4 and t the rest, a register of A holds elements side by side in row g, one of B below each other in column
 * g, and those of the result are in row g.
 */
public final class MatrixFragment {

    /** The three matrices of {@code D = A * B + C}; C and D lie alike. */
    public enum Role {
        LEFT,
        RIGHT,
        RESULT
    }

    final Role role;
    public final MatrixElement element;
    final int rows;
    final int columns;

    public MatrixFragment(Role role, MatrixElement element, int rows, int columns) {
        this.role = role;
        this.element = element;
        this.rows = rows;
        this.columns = columns;
    }

    public int registers() {
        return rows * columns / (32 * element.perRegister());
    }

    int row(int lane, int register, int e) {
        return switch (role) {
            case LEFT -> lane / 4 + 8 * (register % (rows / 8));
            case RIGHT -> along(lane, register, e);
            case RESULT -> lane / 4 + 8 * (element.bits == 16 ? register : register / 2);
        };
    }

    int column(int lane, int register, int e) {
        return switch (role) {
            case LEFT -> along(lane, register / (rows / 8), e);
            case RIGHT -> lane / 4;
            case RESULT -> 2 * (lane % 4) + (element.bits == 16 ? e : register % 2);
        };
    }

    /** The place in the dimension that is summed over. */
    private int along(int lane, int group, int e) {
        int count = element.perRegister();
        return lane % 4 * count + e + 4 * count * group;
    }

    /** The matrix of the warp that starts at a lane, row by row. */
    void gather(Object[] registers, int warp, double[] matrix) {
        for (int r = 0; r < registers.length; r++) {
            for (int lane = 0; lane < 32; lane++) {
                for (int e = 0; e < element.perRegister(); e++) {
                    matrix[row(lane, r, e) * columns + column(lane, r, e)] = element.read(registers[r], warp + lane, e);
                }
            }
        }
    }

    /** Writes the matrix into the registers of the warp that starts at a lane. */
    void scatter(double[] matrix, Object[] registers, int warp, boolean clamp) {
        for (int r = 0; r < registers.length; r++) {
            for (int lane = 0; lane < 32; lane++) {
                for (int e = 0; e < element.perRegister(); e++) {
                    double value = matrix[row(lane, r, e) * columns + column(lane, r, e)];
                    element.write(registers[r], warp + lane, e, value, clamp);
                }
            }
        }
    }
}
