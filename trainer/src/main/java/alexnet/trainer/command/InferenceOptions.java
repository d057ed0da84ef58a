package alexnet.trainer.command;

import alexnet.engine.devices.DeviceSet;
import alexnet.trainer.evaluate.TrainedModel;
import alexnet.trainer.failure.Console;
import alexnet.trainer.settings.DeviceSettings;
import java.util.List;
import picocli.CommandLine.Mixin;

/** Options of commands that run trained networks: which weights, and what computes. */
final class InferenceOptions {

    @Mixin
    private ModelSelection model;

    @Mixin
    private DeviceSettings device;

    /** All of {@code --weights}. */
    List<TrainedModel> all(Console console) {
        return model.all(console);
    }

    /** The only one of {@code --weights}, which is named on the console. */
    TrainedModel one(Console console) {
        TrainedModel trained = model.one(console);
        console.line("weights: " + trained.weights());
        return trained;
    }

    /** Opens {@code --devices}. */
    DeviceSet open() {
        return device.open();
    }

    /** How networks are put on these devices, for {@code batch} pictures at a time. */
    TrainedModel.Loading loading(DeviceSet devices, int batch) {
        return new TrainedModel.Loading(devices, batch, device.libraries(devices));
    }
}
