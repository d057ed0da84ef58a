"""The two-GPU network as one PyTorch network, small, for each preset: ten steps of training with dropout.

What two GPUs compute with one part each is written here as one network: filters that see their own GPU's maps only are
grouped convolutions, a norm that stops at the GPU's border runs over each half of the maps, one that crosses it over
all maps. Tensors are merged: rows of GPU 0, then rows of GPU 1.
"""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import philox
from layers import lrn, max_pool_all_ties, within_map_norm

SOURCE = 72  # rows and columns of the source images
IMAGES = 16
BATCH = 6
STEPS = 10
CLASSES = 10
MOMENTUM = 0.9
DECAY = 0.0005
SEED = 20120930  # of the dropout masks


@dataclass(frozen=True)
class Preset:
    """The points of docs/reproducing.md at which the presets differ, as far as a step of training sees them."""

    name: str
    crop: int
    size: int  # of the input: the crop, and zeros at the right and the bottom
    k: float
    alpha: float  # on the plain sum of squares
    norm_crosses: bool
    norm_first: bool  # layer 1: conv, norm, pool, relu
    within_map: bool
    all_ties: bool
    inverted_dropout: bool
    bias_rate: float  # times the weights' rate
    drop_layers: tuple  # places of drop6 and drop7 in the network file, from 0
    rate: float = 0.01
    conv3_scale: float = 1  # of conv3's first weights: the less a norm divides by, the smaller


PRESETS = {
    preset.name: preset
    for preset in (
        Preset("paper", 68, 71, 2, 1e-4, False, False, False, False, False, 1, (11, 13)),
        Preset("original", 68, 71, 2, 1e-4 / 5, False, True, True, True, False, 2, (13, 15)),
        Preset("caffe", 71, 71, 1, 1e-4 / 5, True, False, False, False, True, 2, (11, 13), conv3_scale=0.25),
    )
}

# Rows of both GPUs together, and what a row sees.
SHAPES = {
    "conv1": (16, 3, 11, 11),
    "conv2": (24, 8, 5, 5),
    "conv3": (32, 24, 3, 3),
    "conv4": (32, 16, 3, 3),
    "conv5": (24, 16, 3, 3),
    "fc6": (48, 24 * 2 * 2),
    "fc7": (48, 48),
    "fc8": (CLASSES, 48),
}
# The first two layers give values at which the norms matter; behind them gradients are small enough beside the weights
# for the decay to matter too.
DEVIATIONS = {
    "conv1": 0.06,
    "conv2": 0.08,
    "conv3": 0.05,
    "conv4": 0.05,
    "conv5": 0.05,
    "fc6": 0.05,
    "fc7": 0.08,
    "fc8": 0.1,
}


def data():
    """Source images, their mean, and what each step takes from them: the same for all presets."""
    draw = np.random.default_rng(20121203)
    coarse = torch.from_numpy(draw.normal(0, 60, (IMAGES, 3, 9, 9)))
    smooth = F.interpolate(coarse, SOURCE, mode="bilinear", align_corners=True)
    noise = torch.from_numpy(draw.normal(0, 20, (IMAGES, 3, SOURCE, SOURCE)))
    images = (120 + smooth + noise).round().clamp(0, 255).to(torch.uint8)
    choice = np.stack([draw.permutation(IMAGES)[:BATCH] for _ in range(STEPS)])
    return {
        "images": images.permute(0, 2, 3, 1),  # (M,S,S,3)
        "mean": images.double().mean(0).permute(1, 2, 0).float(),  # (S,S,3)
        "steps.image": torch.from_numpy(choice).int(),  # (STEPS,N), as all below
        "steps.label": torch.from_numpy(draw.integers(0, CLASSES, choice.shape)).int(),
        "steps.crop": torch.from_numpy(draw.random((2, *choice.shape))).float(),  # rows, columns: share of the room
        "steps.mirror": torch.from_numpy(draw.integers(0, 2, choice.shape)).int(),
        "steps.colour": torch.from_numpy(draw.normal(0, 3, (STEPS, 3, BATCH))).float(),
    }


def initial_weights(preset):
    draw = torch.Generator().manual_seed(20120930)
    weights = {}
    for name, shape in SHAPES.items():
        weights[f"{name}.weight"] = torch.randn(*shape, generator=draw) * DEVIATIONS[name]
        # The first biases move little; were they large, a float32 could not hold the way they go to 1e-4.
        size = 0.005 if name in ("conv1", "conv2", "conv3") else 0.05
        weights[f"{name}.bias"] = torch.randn(shape[0], generator=draw) * size
    weights["conv3.weight"] *= preset.conv3_scale
    return weights


def crop_positions(preset, source):
    """First rows and columns of the crops: the drawn shares of the room that this crop size leaves."""
    return (source["steps.crop"] * (SOURCE - preset.crop + 1)).floor().int()


def batch(preset, source, step, dtype):
    """One step's input (N,3,size,size): crop, mirror, colour shift, less the middle of the mean, zeros behind."""
    rows, columns = crop_positions(preset, source)[:, step].tolist()
    middle = (SOURCE - preset.crop) // 2
    mean = source["mean"][middle : middle + preset.crop, middle : middle + preset.crop]
    pictures = []
    for n, index in enumerate(source["steps.image"][step].tolist()):
        picture = source["images"][index, rows[n] : rows[n] + preset.crop, columns[n] : columns[n] + preset.crop]
        if source["steps.mirror"][step, n]:
            picture = picture.flip(1)
        picture = picture.to(dtype) + source["steps.colour"][step, :, n].to(dtype) - mean.to(dtype)
        pictures.append(picture.permute(2, 0, 1))
    return F.pad(torch.stack(pictures), (0, preset.size - preset.crop, 0, preset.size - preset.crop))


class Net:
    """The merged network in one preset and one precision."""

    def __init__(self, preset, weights, dtype):
        self.preset = preset
        self.dtype = dtype
        self.weights = {name: torch.nn.Parameter(value.to(dtype, copy=True)) for name, value in weights.items()}

    def norm(self, x):
        p = self.preset
        if p.norm_crosses:
            return lrn(x, p.k, p.alpha)
        n, c, h, w = x.shape
        return lrn(x.reshape(n * 2, c // 2, h, w), p.k, p.alpha).reshape(n, c, h, w)

    def pool(self, x):
        # Windows hang over the edge at this input size, as pooling in the original program allows.
        if not self.preset.all_ties:
            return F.max_pool2d(x, 3, 2, ceil_mode=True)
        rows, columns = ((extent - 3) % 2 for extent in x.shape[2:])
        return max_pool_all_ties(F.pad(x, (0, columns, 0, rows), value=-1e30), 3, 2)

    def conv(self, name, x, **how):
        return F.conv2d(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], **how)

    def linear(self, name, x):
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def drop(self, x, which, step):
        """step None: evaluation."""
        p = self.preset
        if step is None:
            return x if p.inverted_dropout else x * 0.5
        n, features = x.shape
        parts = [
            philox.dropout_keeps(features // 2 * n, 0.5, SEED, p.drop_layers[which] * 2 + gpu, step).reshape(-1, n)
            for gpu in (0, 1)
        ]
        mask = torch.from_numpy(np.concatenate(parts).T.copy()).to(x.dtype)
        return x * mask * 2 if p.inverted_dropout else x * mask

    def logits(self, x, step):
        p = self.preset
        x = self.conv("conv1", x, stride=4)
        x = F.relu(self.pool(self.norm(x))) if p.norm_first else self.pool(self.norm(F.relu(x)))
        x = self.norm(F.relu(self.conv("conv2", x, padding=2, groups=2)))
        if p.within_map:
            x = within_map_norm(x, 5, 1, 1e-3 / 25)
        x = self.pool(x)
        x = F.relu(self.conv("conv3", x, padding=1))
        x = F.relu(self.conv("conv4", x, padding=1, groups=2))
        x = self.pool(F.relu(self.conv("conv5", x, padding=1, groups=2))).flatten(1)
        x = self.drop(F.relu(self.linear("fc6", x)), 0, step)
        x = self.drop(F.relu(self.linear("fc7", x)), 1, step)
        return self.linear("fc8", x)

    def train(self, source, golden, kind):
        """Adds what the first step gave, and all losses and the weights after the last, under names that end in `kind`."""
        p = self.preset
        labels = source["steps.label"].long()
        with torch.no_grad():
            evaluated = self.logits(batch(p, source, 0, self.dtype), None)
            golden[f"evaluate.logits.{kind}"] = evaluated
            golden[f"evaluate.loss.{kind}"] = F.cross_entropy(evaluated, labels[0], reduction="none")
        optimiser = torch.optim.SGD(
            [
                {
                    "params": [w for name, w in self.weights.items() if name.endswith(which)],
                    "lr": p.rate * factor,
                    "weight_decay": decay,
                }
                for which, factor, decay in ((".weight", 1, DECAY), (".bias", p.bias_rate, 0))
            ],
            momentum=MOMENTUM,
        )
        losses = []
        for step in range(STEPS):
            logits = self.logits(batch(p, source, step, self.dtype), step)
            loss = F.cross_entropy(logits, labels[step])
            optimiser.zero_grad()
            loss.backward()
            if step == 0:
                golden[f"train.logits.{kind}"] = logits.detach()
                for name, weight in self.weights.items():
                    golden[f"gradient.{name}.{kind}"] = weight.grad.clone()
            optimiser.step()
            losses.append(loss.detach())
        golden[f"train.loss.{kind}"] = torch.stack(losses)
        for name, weight in self.weights.items():
            golden[f"after.{name}.{kind}"] = weight.detach().clone()


def train(preset, source):
    """Everything about one preset: weights, first step, and the weights after ten."""
    weights = initial_weights(preset)
    golden = {f"weights.{name}": value for name, value in weights.items()}
    golden["steps.crop"] = crop_positions(preset, source)
    for kind, dtype in (("double", torch.float64), ("float", torch.float32)):
        Net(preset, weights, dtype).train(source, golden, kind)
    return golden


def border():
    """The first two layers of the caffe preset with their real 96 and 256 maps, norms over all of them, and a head of ten
    classes behind, so that there is a gradient.

    Weights are too many for the file: both sides draw them from the Philox stream with seed 2012 and purpose 5, uniform in
    [-1/4, 1/4), [-1/16, 1/16) and [-1/512, 1/512); biases are 0.5, 0.5 and 0.
    """
    draw = np.random.default_rng(2012)
    images = torch.from_numpy(draw.integers(0, 256, (3, 27, 27, 3))).to(torch.uint8)
    labels = torch.tensor([7, 0, 3])
    golden = {"images": images, "labels": labels.int()}
    drawn = []
    for index, (shape, limit) in enumerate((((96, 3, 11, 11), 0.25), ((256, 48, 5, 5), 0.0625), ((10, 1024), 0.001953125))):
        values = philox.uniform(int(np.prod(shape)), 2012, 5, index) - np.float32(0.5)
        drawn.append(torch.from_numpy((values * np.float32(2 * limit)).reshape(shape)))
    for kind, dtype in (("double", torch.float64), ("float", torch.float32)):
        w1, w2, w3 = (values.to(dtype, copy=True).requires_grad_() for values in drawn)
        b1, b2 = (torch.full((maps,), 0.5, dtype=dtype, requires_grad=True) for maps in (96, 256))
        x = images.permute(0, 3, 1, 2).to(dtype) - 128
        norm1 = lrn(F.relu(F.conv2d(x, w1, b1, stride=4)), 1, 1e-4 / 5)
        norm2 = lrn(F.relu(F.conv2d(F.max_pool2d(norm1, 3, 2), w2, b2, padding=2, groups=2)), 1, 1e-4 / 5)
        logits = F.linear(norm2.flatten(1), w3)
        F.cross_entropy(logits, labels).backward()
        golden[f"norm1.{kind}"] = norm1.detach()
        golden[f"norm2.{kind}"] = norm2.detach()
        golden[f"logits.{kind}"] = logits.detach()
        # Of the weights' gradients only the rows around the border: the four whose windows cross it and two on each side.
        golden[f"gradient.conv1.weight.rows44to51.{kind}"] = w1.grad[44:52].clone()
        golden[f"gradient.conv2.weight.rows124to131.{kind}"] = w2.grad[124:132].clone()
        golden[f"gradient.conv1.bias.{kind}"] = b1.grad
        golden[f"gradient.conv2.bias.{kind}"] = b2.grad
    return golden
