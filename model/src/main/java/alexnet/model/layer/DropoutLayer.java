package alexnet.model.layer;

import alexnet.kernels.ActivationShape;
import alexnet.kernels.Dropout;
import alexnet.kernels.Dropout.Form;
import alexnet.kernels.example.DropoutExamples;
import java.util.List;

/**
 * Dropout: in training a value is zeroed with the drop probability. In the paper's form it is otherwise left as it is,
 * and when evaluating all are multiplied by one minus that probability; in the inverted form (Caffe, PyTorch) what is
 * kept is divided by it in training, and evaluating changes nothing.
 */
public final class DropoutLayer extends ParameterFreeLayer {

    /** {@code dropout} in network files. */
    public static final LayerKind KIND = new Kind();

    private final float probability;
    private final Form form;
    private final Dropout dropout;

    private DropoutLayer(LayerSpec layer, Site site) {
        super(site);
        probability = (float) site.dropout().orElse(layer.number("probability"));
        form = layer.word("form").equals("inverted") ? Form.INVERTED : Form.PAPER;
        dropout = new Dropout(site.kernels());
    }

    @Override
    public void forward(Pass pass) {
        if (pass.isTraining()) {
            dropout.forward(pass.stream(), elements(), mask(pass), site.x(), site.y());
        } else {
            dropout.scale(pass.stream(), elements(), form.testFactor(probability), site.x(), site.y());
        }
    }

    @Override
    void inputGradient(Pass pass) {
        dropout.backward(pass.stream(), elements(), mask(pass), site.dy(), site.dx());
    }

    private Dropout.Mask mask(Pass pass) {
        return new Dropout.Mask(probability, form, site.seed(), site.maskId(), pass.step());
    }

    private static final class Kind extends ParameterFreeKind {
        Kind() {
            super(
                    "dropout",
                    List.of(
                            Setting.number("probability", 0, 1),
                            Setting.word("form", List.of("paper", "inverted"), "paper")));
        }

        @Override
        public ImageShape output(LayerSpec layer, ImageShape input) {
            if ((float) layer.number("probability") >= 1) {
                throw new IllegalArgumentException("the drop probability must be below 1 as a float32 (found "
                        + layer.number("probability") + ")");
            }
            return input;
        }

        @Override
        public List<LayerOperation> operations(LayerSpec layer, ImageShape input, int batch) {
            // The mask costs the same whatever the probability and the form.
            ActivationShape shape = input.batch(batch);
            return List.of(new LayerOperation(
                    "forward", shape.toString(), DropoutExamples.forward(shape.elements(), 0.5f, Form.PAPER)));
        }

        @Override
        public Layer create(LayerSpec layer, Site site) {
            return new DropoutLayer(layer, site);
        }
    }
}
