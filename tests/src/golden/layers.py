"""Single layers: inputs, outputs and all gradients, by PyTorch's own functions and its automatic gradients.

Each case is a function of named float32 tensors; `record` runs it in double and in float, with a random gradient of the
output. Where PyTorch has no such layer (normalisation within a map, all ties of a pool), the case builds it from
PyTorch's operations and lets the gradient follow from them.
"""

import torch
import torch.nn.functional as F

import philox

SEED = 20121203


def lrn(x, k, alpha, size=5, beta=0.75):
    """alpha multiplies the plain sum of squares; PyTorch divides its own alpha by the size."""
    return F.local_response_norm(x, size, alpha=alpha * size, beta=beta, k=k)


def within_map_norm(x, size, k, alpha, beta=0.75):
    """x (k + alpha * sum of squares over a size x size window of the same map)^-beta; outside the map is 0."""
    mean = F.avg_pool2d(x * x, size, stride=1, padding=size // 2, count_include_pad=True)
    return x * (k + alpha * size * size * mean) ** -beta


def max_pool_all_ties(x, size, stride):
    """Max pooling whose gradient goes in full to every element that equals the maximum of its window."""
    n, c, h, w = x.shape
    y = F.max_pool2d(x, size, stride)
    windows = F.unfold(x, size, stride=stride).view(n, c, size * size, -1)
    # Each window's value is the sum over its places that are maximal, less all of them but one as constants.
    is_max = windows.detach() == y.detach().view(n, c, 1, -1)
    total = (windows * is_max).sum(2)
    surplus = ((is_max.sum(2) - 1) * y.detach().view(n, c, -1)).detach()
    return (total - surplus).view_as(y)


class Draws:
    """Inputs by name, from one generator: integers where a case wants exact values or ties, else normal numbers."""

    def __init__(self):
        self._generator = torch.Generator().manual_seed(SEED)

    def normal(self, *shape, scale=1.0):
        return torch.randn(*shape, generator=self._generator) * scale

    def whole(self, low, high, *shape):
        return torch.randint(low, high + 1, shape, generator=self._generator).float()


def record(golden, case, function, inputs, draws, gradients=None):
    """Adds `case.NAME` for each input, `case.dy`, and y and the gradients in double and in float.

    gradients: names of the inputs whose gradients are wanted; all when None.
    """
    wanted = list(inputs) if gradients is None else gradients
    dy = None
    for kind, dtype in (("double", torch.float64), ("float", torch.float32)):
        values = {name: value.to(dtype, copy=True).requires_grad_(name in wanted) for name, value in inputs.items()}
        y = function(**values)
        if dy is None:
            dy = draws.normal(*y.shape)
        y.backward(dy.to(dtype))
        golden[f"{case}.y.{kind}"] = y.detach()
        for name in wanted:
            golden[f"{case}.d{name}.{kind}"] = values[name].grad
    for name, value in inputs.items():
        golden[f"{case}.{name}"] = value
    golden[f"{case}.dy"] = dy


def conv_over_images():
    """The first layer's geometry: a crop of 224 with three zero rows and columns (bottom, right), 11x11 filters, stride 4."""
    draws = Draws()
    golden = {}
    image = draws.whole(0, 255, 1, 3, 224, 224)

    def conv1(weight, bias):
        x = F.pad(image.to(weight.dtype) - 120, (0, 3, 0, 3))
        return F.relu(F.conv2d(x, weight, bias, stride=4))

    record(
        golden,
        "conv1",
        conv1,
        {"weight": draws.normal(2, 3, 11, 11, scale=0.05), "bias": draws.normal(2)},
        draws,
    )
    golden["conv1.image"] = image[0].permute(1, 2, 0).to(torch.uint8)
    return golden


def all_layers():
    draws = Draws()
    golden = {}
    for case, channels, filters, size, padding, groups in [
        ("conv5x5", 6, 8, 5, 2, 1),
        ("conv3x3", 9, 7, 3, 1, 1),
        ("conv_grouped", 8, 6, 3, 1, 2),
    ]:

        def conv(x, weight, bias, padding=padding, groups=groups):
            return F.relu(F.conv2d(x, weight, bias, padding=padding, groups=groups))

        record(
            golden,
            case,
            conv,
            {
                "x": draws.normal(3, channels, 7, 7),
                "weight": draws.normal(filters, channels // groups, size, size, scale=0.2),
                "bias": draws.normal(filters, scale=0.5),
            },
            draws,
        )

    activations = draws.normal(3, 12, 3, 3, scale=120)
    for case, k, alpha in [("lrn_paper", 2, 1e-4), ("lrn_caffe", 1, 1e-4 / 5), ("lrn_original", 2, 1e-4 / 5)]:
        record(golden, case, lambda x, k=k, alpha=alpha: lrn(x, k, alpha), {"x": activations}, draws)
    record(
        golden,
        "within_map_norm",
        lambda x: within_map_norm(x, 5, 1, 1e-3 / 25),
        {"x": draws.normal(2, 3, 8, 8, scale=80)},
        draws,
    )

    record(golden, "max_pool", lambda x: F.max_pool2d(x, 3, 2), {"x": draws.normal(2, 5, 13, 13)}, draws)
    record(
        golden,
        "max_pool_hanging",
        lambda x: F.max_pool2d(x, 3, 2, ceil_mode=True),
        {"x": draws.normal(2, 5, 12, 12)},
        draws,
    )
    with_ties = draws.whole(0, 3, 2, 5, 13, 13)
    record(golden, "max_pool_ties_first", lambda x: F.max_pool2d(x, 3, 2), {"x": with_ties}, draws)
    record(golden, "max_pool_ties_all", lambda x: max_pool_all_ties(x, 3, 2), {"x": with_ties}, draws)
    record(
        golden,
        "avg_pool",
        lambda x: F.avg_pool2d(x, 3, 2, ceil_mode=True, count_include_pad=False),
        {"x": draws.normal(2, 5, 12, 12)},
        draws,
    )

    record(
        golden,
        "fully_connected",
        lambda x, weight, bias: F.linear(x, weight, bias),
        {"x": draws.normal(5, 37), "weight": draws.normal(11, 37), "bias": draws.normal(11)},
        draws,
    )
    kinked = draws.whole(-3, 3, 2, 3, 4, 4)
    record(golden, "relu", lambda x: F.relu(x), {"x": kinked}, draws)
    around_zero = draws.normal(2, 3, 4, 4, scale=2)
    record(golden, "tanh", lambda x: torch.tanh(x), {"x": around_zero}, draws)
    record(golden, "tanh_scaled", lambda x: 1.7159 * torch.tanh(x * 2 / 3), {"x": around_zero}, draws)

    dropout(golden, draws)
    softmax_cross_entropy(golden, draws)
    momentum_sgd(golden, draws)
    return golden


def dropout(golden, draws):
    """Masks of seed 77, part 21, step 2^32 + 9, laid over (features, batch) with the batch innermost."""
    x = draws.normal(5, 53)
    for case, probability, scale in [("dropout_paper", 0.5, 1), ("dropout_inverted", 0.5, 2), ("dropout_3", 0.3, 1)]:
        keeps = philox.dropout_keeps(x.numel(), probability, 77, 21, 2**32 + 9).reshape(53, 5).T.copy()
        mask = torch.from_numpy(keeps) * scale
        record(golden, case, lambda x, mask=mask: x * mask, {"x": x}, draws)


def softmax_cross_entropy(golden, draws):
    logits = draws.normal(7, 10, scale=3)
    logits[3] *= 20
    labels = draws.whole(0, 9, 7).long()
    labels[5] = -1  # an image without a label: no loss, no gradient
    golden["softmax.logits"] = logits
    golden["softmax.labels"] = labels.int()
    for kind, dtype in (("double", torch.float64), ("float", torch.float32)):
        values = logits.to(dtype, copy=True).requires_grad_()
        loss = F.cross_entropy(values, labels, ignore_index=-1, reduction="none")
        (loss.sum() / 6).backward()
        golden[f"softmax.loss.{kind}"] = loss.detach()
        golden[f"softmax.probabilities.{kind}"] = F.softmax(values.detach(), dim=1)
        golden[f"softmax.dlogits.{kind}"] = values.grad


def momentum_sgd(golden, draws):
    """Ten updates by torch.optim.SGD with given gradients, with the paper's decay and with one that dominates."""
    weight = draws.normal(130)
    gradients = draws.normal(10, 130)
    golden["sgd.weight"] = weight
    golden["sgd.gradients"] = gradients
    for case, rate, decay in [("sgd_paper", 0.01, 0.0005), ("sgd_decay", 0.05, 0.5)]:
        for kind, dtype in (("double", torch.float64), ("float", torch.float32)):
            parameter = torch.nn.Parameter(weight.to(dtype, copy=True))
            optimiser = torch.optim.SGD([parameter], lr=rate, momentum=0.9, weight_decay=decay)
            for gradient in gradients:
                parameter.grad = gradient.to(dtype)
                optimiser.step()
            golden[f"{case}.after.{kind}"] = parameter.detach().clone()
