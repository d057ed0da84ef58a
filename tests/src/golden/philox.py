"""Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011) in numpy, and what this project draws from it.

Written from the paper's definition, not from the kernels: the goldens must not share a mistake with them. The two uses
are those that docs/kernels.md and the class Philox describe: dropout masks and streams of numbers in [0, 1).
"""

import numpy as np

_LOW = np.uint64(0xFFFFFFFF)


def block(counter, key):
    """Four words for each counter.

    counter: four arrays (or numbers) of 32 bits, the first word first; key: two numbers of 32 bits.
    Returns an array (4, n) of uint32.
    """
    words = [np.atleast_1d(np.asarray(word, dtype=np.uint64)) for word in counter]
    c0, c1, c2, c3 = (word.copy() for word in np.broadcast_arrays(*words))
    k0, k1 = int(key[0]), int(key[1])
    for _ in range(10):
        product0 = np.uint64(0xD2511F53) * c0
        product1 = np.uint64(0xCD9E8D57) * c2
        c0 = (product1 >> np.uint64(32)) ^ c1 ^ np.uint64(k0)
        c1 = product1 & _LOW
        c2 = (product0 >> np.uint64(32)) ^ c3 ^ np.uint64(k1)
        c3 = product0 & _LOW
        k0 = (k0 + 0x9E3779B9) & 0xFFFFFFFF
        k1 = (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack([c0, c1, c2, c3]).astype(np.uint32)


def dropout_keeps(elements, probability, seed, layer, step):
    """Which of `elements` values a dropout part keeps, as booleans (elements).

    layer: the number of the part among all parts of the network, index in the file * GPUs + GPU.
    """
    threads = (elements + 3) // 4
    e = np.arange(elements)
    words = block(
        (e % threads, layer, step & 0xFFFFFFFF, step >> 32), (seed & 0xFFFFFFFF, seed >> 32)
    )
    threshold = np.uint32(round(float(np.float32(probability)) * 2**32))
    return words[e // threads, e] >= threshold


def uniform(count, seed, purpose, index):
    """`count` multiples of 2^-24 in [0, 1) as float32: what Philox.nextFloat gives in Java."""
    blocks = np.arange((count + 3) // 4)
    words = block((blocks, 0x80000000 | purpose, index & 0xFFFFFFFF, index >> 32), (seed & 0xFFFFFFFF, seed >> 32))
    return ((words.T.reshape(-1)[:count] >> np.uint32(8)) * np.float32(2.0**-24)).astype(np.float32)


def require_known_answers():
    """The known answers that Random123 publishes (kat_vectors, philox4x32 10)."""
    ones = 0xFFFFFFFF
    for counter, key, expected in [
        ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ((ones, ones, ones, ones), (ones, ones), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ]:
        found = " ".join(f"{word:08x}" for word in block(counter, key)[:, 0])
        if found != expected:
            raise AssertionError(f"philox4x32_10 of {counter}, {key}: expected {expected}, found {found}")
