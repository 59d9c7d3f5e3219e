"""Shared by the scripts of this folder: the integer hash both sides generate inputs from, and the JSON writer.

hash32(stream, index), all arithmetic modulo 2^32:
    h = index * 0x9E3779B1 + stream * 0x85EBCA77 + 0xC2B2AE3D
    h ^= h >> 16;  h *= 0x7FEB352D;  h ^= h >> 15;  h *= 0x846CA68B;  h ^= h >> 16
Everything derived from it below is exact in float32, so another language reproduces it bit for bit.

Versions: Python 3.11, numpy 1.24.2, scipy 1.10.1, torch 1.13 (Debian 12 packages). Not run by itself.
"""
import json
import math
import os

import numpy as np

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "tests", "Golden")


def hash32(stream, index):
    """The hash above for an array of indices (any integer dtype); returns uint32."""
    mask = np.uint64(0xFFFFFFFF)
    h = np.asarray(index, dtype=np.uint64)
    h = (h * np.uint64(0x9E3779B1) + np.uint64(stream) * np.uint64(0x85EBCA77) + np.uint64(0xC2B2AE3D)) & mask
    h ^= h >> np.uint64(16)
    h = (h * np.uint64(0x7FEB352D)) & mask
    h ^= h >> np.uint64(15)
    h = (h * np.uint64(0x846CA68B)) & mask
    h ^= h >> np.uint64(16)
    return h.astype(np.uint32)


def symmetric(stream, shape, scale):
    """Uniform on [-scale, scale): ((h >> 8) * 2^-23 - 1) * scale, row-major index; exact for a power of two."""
    h = hash32(stream, np.arange(int(np.prod(shape)))) >> np.uint32(8)
    return ((h.astype(np.float64) * 2.0 ** -23 - 1.0) * scale).astype(np.float32).reshape(shape)


def near_normal(stream, shape):
    """Mean 0, variance 1: sum over j = 0..11 of (hash32(stream, 12 i + j) >> 16), times 2^-16, minus 6."""
    count = int(np.prod(shape))
    h = (hash32(stream, np.arange(12 * count)) >> np.uint32(16)).astype(np.int64).reshape(count, 12)
    return (h.sum(axis=1) * 2.0 ** -16 - 6.0).astype(np.float32).reshape(shape)


def plain(value):
    """Arrays to nested lists, float32 kept at its exact double value; infinities and NaN as strings."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value


def write(name, content):
    """One top-level key a line, so that a change shows as a small difference."""
    content = plain(content)
    lines = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in content.items()]
    path = os.path.join(FOLDER, name)
    with open(path + ".tmp", "w", encoding="utf-8") as out:
        out.write("{\n" + ",\n".join(lines) + "\n}\n")
    os.replace(path + ".tmp", path)
    print(f"{name}: {os.path.getsize(path)} bytes")
