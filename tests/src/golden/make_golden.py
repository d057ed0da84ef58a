"""Makes the golden files that the Java tests compare with: what PyTorch gives for the same layers and networks.

Run by hand, from anywhere, when a case is added; the build never runs it. PyTorch on the CPU, one thread:

    python3 -m venv /tmp/golden && /tmp/golden/bin/pip install torch==2.14.1 numpy==2.4.1 safetensors
    /tmp/golden/bin/python tests/src/golden/make_golden.py [NAME ...]

NAME is one of the files below; all are made when none is named. They go to tests/src/test/resources/alexnet/golden:

    conv1.safetensors      11x11/4 over a crop of 224 with three rows and columns of zeros
    layers.safetensors     every other layer by itself
    data.safetensors       source images and what each step of the networks takes from them
    paper.safetensors      the whole network in the preset paper, at small size: weights, evaluation, first step
    paper-after.safetensors  its losses and weights after ten steps
    original..., caffe...  the same for the other presets
    border.safetensors     the first two layers of caffe with 96 and 256 maps

Results are there twice: `NAME.double` (float64, what the tests hold the kernels against) and `NAME.float` (float32, how
far PyTorch itself is from it; printed here). Activations are in PyTorch's order (N,C,H,W).
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.torch import save_file

import layers
import networks
import philox

TARGET = pathlib.Path(__file__).parent.parent / "test/resources/alexnet/golden"


def deviations(golden):
    """Norm-wise relative difference of each float result from its double, the largest first."""
    found = []
    for name, value in golden.items():
        if name.endswith(".float"):
            exact = golden[name.removesuffix(".float") + ".double"]
            norm = exact.norm().item()
            difference = (value.double() - exact).norm().item()
            found.append((difference / norm if norm > 0 else difference, name.removesuffix(".float")))
    return sorted(found, reverse=True)


def report_training(golden):
    """How far training moved each tensor, and the float run's distance after it as a share of that."""
    for name in (key.removeprefix("weights.") for key in golden if key.startswith("weights.")):
        before = golden[f"weights.{name}"].double()
        after = golden[f"after.{name}.double"]
        moved = (after - before).norm().item()
        apart = (golden[f"after.{name}.float"].double() - after).norm().item()
        gradient = golden[f"gradient.{name}.double"].norm().item()
        print(
            f"  {name:14s} norm {before.norm().item():8.4f}  gradient {gradient:8.4f}"
            f"  moved {moved / before.norm().item():.2e} of it, float off by {apart / moved:.1e} of that"
        )


def is_late(key):
    """Whether a tensor of a network goes to its second file."""
    return key.startswith(("after.", "train.loss."))


def write(name, golden, made_by):
    path = TARGET / f"{name}.safetensors"
    save_file({key: value.contiguous().clone() for key, value in golden.items()}, path, metadata=made_by)
    print(f"{path.name}: {len(golden)} tensors, {path.stat().st_size} bytes")


def main():
    cases = {
        "conv1": layers.conv_over_images,
        "layers": layers.all_layers,
        "data": networks.data,
        **{name: lambda preset=preset: networks.train(preset, networks.data()) for name, preset in networks.PRESETS.items()},
        "border": networks.border,
    }
    parser = argparse.ArgumentParser(description="Makes the golden files of the Java tests with PyTorch.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which files: {', '.join(cases)} (default: all)")
    chosen = parser.parse_args().names or list(cases)
    unknown = sorted(set(chosen) - set(cases))
    if unknown:
        parser.error(f"no such file: {', '.join(unknown)} (expected {', '.join(cases)})")

    philox.require_known_answers()
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    TARGET.mkdir(parents=True, exist_ok=True)
    made_by = {"torch": torch.__version__, "numpy": np.__version__, "script": "tests/src/golden/make_golden.py"}
    for name in chosen:
        golden = cases[name]()
        for key, value in golden.items():
            if value.is_floating_point() and not torch.isfinite(value).all():
                raise AssertionError(f"{name}: {key} is not finite")
        write(name, {key: value for key, value in golden.items() if not is_late(key)}, made_by)
        if name in networks.PRESETS:
            write(f"{name}-after", {key: value for key, value in golden.items() if is_late(key)}, made_by)
        for deviation, key in deviations(golden)[:3]:
            print(f"  float off by {deviation:.1e}: {key}")
        if name in networks.PRESETS:
            print(f"  losses {' '.join(f'{loss:.3f}' for loss in golden['train.loss.double'].tolist())}")
            report_training(golden)


if __name__ == "__main__":
    main()
