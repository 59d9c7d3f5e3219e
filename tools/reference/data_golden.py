"""Small files of the formats that Uncollapse reads, written by other programs, and what those programs read back from them.

numpy writes npy and npz, PIL writes PNG, scipy writes MATLAB 5, Python's csv and gzip write tables; what no writer here makes
(Adam7, big-endian MATLAB) is assembled by hand and believed only because PIL and scipy read it back to the same values.

    python3 tools/reference/data_golden.py        (numpy 1.24, PIL 9.4, scipy 1.10)

writes tests/Golden/data/: the files and expected.json with the values each must give.
"""

import csv
import gzip
import io
import json
import os
import struct
import zlib

import numpy as np
import scipy.io
from PIL import Image

OUT = os.path.join(os.path.dirname(__file__), "..", "..", "tests", "Golden", "data")
EXPECTED = {}


def path(name):
    return os.path.join(OUT, name)


def expect(name, array, **more):
    array = np.asarray(array)
    values = [float(v) for v in array.astype(np.float64).ravel(order="C")]
    EXPECTED[name] = {"shape": list(array.shape), "values": values, **more}


def pattern(shape, dtype):
    """Whole numbers from -50 to 49 (0 to 99 where unsigned), quarters added where fractions exist."""
    count = int(np.prod(shape))
    values = (np.arange(count) * 37) % 100
    dtype = np.dtype(dtype)
    if dtype.kind == "b":
        return (values % 2 == 0).reshape(shape)
    if dtype.kind in "if":
        values = values - 50
    if dtype.kind == "f":
        values = values + (np.arange(count) % 4) / 4
    return values.astype(dtype).reshape(shape)


def npy_files():
    for kind in ["f2", "f4", "f8", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "?"]:
        for order in ["<", ">"] if kind not in ("u1", "i1", "?") else ["|"]:
            name = f"npy_{kind.replace('?', 'bool')}_{'big' if order == '>' else 'little'}.npy"
            array = pattern((5, 3), order + kind)
            np.save(path(name), array)
            expect(name, array)
    for shape in [(4, 3, 2), (2, 3), (7,), ()]:
        name = f"npy_fortran_{len(shape)}d.npy"
        array = np.asfortranarray(pattern(shape, ">f4"))
        np.save(path(name), array)
        expect(name, array)
    for version in [(2, 0), (3, 0)]:
        name = f"npy_version{version[0]}.npy"
        array = pattern((3, 4), "<f4")
        with open(path(name), "wb") as file:
            np.lib.format.write_array(file, array, version=version)
        expect(name, array)
    array = pattern((6, 2, 2), "u1")
    with gzip.GzipFile(path("npy_gzip.npy.gz"), "wb", mtime=0) as file:
        np.save(file, array)
    expect("npy_gzip.npy.gz", array)
    np.save(path("npy_text.npy"), np.array(["Grüße", "b", ""]))
    EXPECTED["npy_text.npy"] = {"shape": [3], "text": ["Grüße", "b", ""]}
    np.save(path("npy_bytes.npy"), np.array([b"abc", b"d"]))
    EXPECTED["npy_bytes.npy"] = {"shape": [2], "text": ["abc", "d"]}
    np.save(path("refused_object.npy"), np.array([1, "a", None], dtype=object), allow_pickle=True)
    np.save(path("refused_structured.npy"), np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]))
    np.save(path("refused_complex.npy"), np.array([1 + 2j]))


def npz_files():
    arrays = {"x_train": pattern((8, 4), "<f4"), "y_train": np.arange(8) % 3, "x_test": pattern((3, 4), ">f8"), "y_test": np.array([0, 2, 1])}
    np.savez(path("npz_stored.npz"), **arrays)
    np.savez_compressed(path("npz_deflated.npz"), **arrays)
    for name in ["npz_stored.npz", "npz_deflated.npz"]:
        EXPECTED[name] = {"arrays": {k: {"shape": list(v.shape), "values": [float(x) for x in v.ravel()]} for k, v in arrays.items()}}
    rng = np.random.default_rng(0)
    mu = rng.normal(size=(6, 2)).astype(np.float32)
    logvar = rng.normal(size=(6, 2)).astype(np.float32)
    np.savez(path("posterior_logvar.npz"), mu=mu, logvar=logvar, labels=np.arange(6) % 2, x_log_likelihood=-np.arange(6.0))
    np.savez_compressed(path("posterior_var.npz"), mu=np.asfortranarray(mu), var=np.exp(logvar.astype(np.float64)).astype(">f8"))
    np.savez(path("posterior_std.npz"), mu=mu.astype(">f4"), std=np.exp(0.5 * logvar.astype(np.float64)))
    EXPECTED["posterior"] = {"mu": [float(v) for v in mu.ravel()], "logvar": [float(v) for v in logvar.ravel()]}


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filter_row(kind, row, above, step):
    out = bytearray()
    for i, value in enumerate(row):
        left = row[i - step] if i >= step else 0
        up = above[i]
        corner = above[i - step] if i >= step else 0
        if kind == 4:
            p = left + up - corner
            distances = [(abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner)]
            guess = min(distances)[2]
        else:
            guess = [0, left, up, (left + up) // 2][kind]
        out.append((value - guess) & 255)
    return bytes([kind]) + bytes(out)


def adam7(samples, colour, depth):
    """A picture of whole-byte samples, interlaced, its rows filtered by each filter in turn."""
    height, width, channels = samples.shape
    step = channels * depth // 8
    raw, turn = b"", 0
    for x0, y0, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = samples[y0::dy, x0::dx]
        if part.size == 0:
            continue
        above = bytes(part.shape[1] * step)
        for row in part:
            data = row.astype(">u2" if depth == 16 else "u1").tobytes()
            raw += filter_row(turn % 5, data, above, step)
            above, turn = data, turn + 1
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 1)
    packed = zlib.compress(raw)
    half = len(packed) // 2
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"tEXt", b"Comment\0made by hand") + png_chunk(b"IDAT", packed[:half]) + png_chunk(b"IDAT", packed[half:]) + png_chunk(b"IEND", b"")


def narrow_grey(depth, width, height):
    """Grey of 1, 2 or 4 bits, which PIL does not write, each row filtered by the next filter."""
    top = (1 << depth) - 1
    samples = (np.arange(width * height).reshape(height, width) * 5 // 3) % (top + 1)
    raw, above = b"", None
    for turn, row in enumerate(samples):
        bits = "".join(format(v, f"0{depth}b") for v in row)
        bits += "0" * (-len(bits) % 8)
        data = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        raw += filter_row(turn % 5, data, above or bytes(len(data)), 1)
        above = data
    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return samples * 255 // top, b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(raw)) + png_chunk(b"IEND", b"")


def png_files():
    y, x = np.mgrid[0:9, 0:11]
    rgba = np.stack([(x * 23) % 256, (y * 31) % 256, (x * y * 7) % 256, 255 - (x * 20)], axis=2).astype(np.uint8)
    pictures = {
        "png_grey8.png": Image.fromarray(rgba[:, :, 0]),
        "png_rgb8.png": Image.fromarray(rgba[:, :, :3]),
        "png_rgba8.png": Image.fromarray(rgba),
        "png_greyalpha8.png": Image.fromarray(rgba[:, :, [0, 3]], "LA"),
        "png_grey1.png": Image.fromarray(rgba[:, :, 0] > 100),
        "png_palette8.png": Image.fromarray(rgba[:, :, :3]).quantize(20),
        "png_palette4.png": Image.fromarray(rgba[:, :, :3]).quantize(10),
        "png_palette2.png": Image.fromarray(rgba[:, :, :3]).quantize(4),
        "png_palette1.png": Image.fromarray(rgba[:, :, :3]).quantize(2),
    }
    for name, picture in pictures.items():
        bits = {"png_palette4.png": 4, "png_palette2.png": 2, "png_palette1.png": 1}.get(name)
        picture.save(path(name), **({"bits": bits} if bits else {}))
        seen = np.asarray(picture.convert({"P": "RGB", "1": "L"}.get(picture.mode, picture.mode)))
        expect(name, seen.reshape(9, 11, -1))
    deep = ((x * 5003 + y * 977) % 65536).astype(np.uint16)
    Image.fromarray(deep).save(path("png_grey16.png"))
    expect("png_grey16.png", deep.reshape(9, 11, 1), deep=True)
    transparent = Image.fromarray(rgba[:, :, :3]).quantize(5)
    transparent.save(path("png_palette_alpha.png"), transparency=bytes([0, 128]))
    expect("png_palette_alpha.png", np.asarray(Image.open(path("png_palette_alpha.png")).convert("RGBA")))
    Image.fromarray(rgba[:, :, 0]).save(path("png_grey_key.png"), transparency=23)
    expect("png_grey_key.png", np.asarray(Image.open(path("png_grey_key.png")).convert("LA")))
    for depth in [1, 2, 4]:
        name = f"png_narrow{depth}.png"
        samples, data = narrow_grey(depth, 13, 7)
        with open(path(name), "wb") as file:
            file.write(data)
        assert np.array_equal(np.asarray(Image.open(path(name)).convert("L")), samples)
        expect(name, samples.reshape(7, 13, 1))
    for name, samples, colour, depth in [
        ("png_adam7_rgb8.png", rgba[:, :, :3], 2, 8),
        ("png_adam7_grey8.png", rgba[:, :, :1], 0, 8),
        ("png_adam7_tiny.png", rgba[:2, :3, :3], 2, 8),
        ("png_adam7_grey16.png", deep.reshape(9, 11, 1), 0, 16),
    ]:
        with open(path(name), "wb") as file:
            file.write(adam7(samples, colour, depth))
        assert np.array_equal(np.asarray(Image.open(path(name))).reshape(samples.shape), samples), name
        expect(name, samples, deep=depth == 16)


def mat_swap(name):
    """The arrays of a simple MATLAB file again, big endian, by hand."""
    def element(kind, data):
        return struct.pack(">II", kind, len(data)) + data + b"\0" * (-len(data) % 8)

    def matrix(label, array, mx, mi):
        body = element(6, struct.pack(">II", mx, 0)) + element(5, struct.pack(">ii", *array.shape))
        body += (struct.pack(">HH", len(label), 1) + label + b"\0" * (4 - len(label))) if len(label) <= 4 else element(1, label)
        body += element(mi, array.astype(array.dtype.newbyteorder(">")).tobytes(order="F"))
        return element(14, body)

    x, y = pattern((4, 3), "f8"), pattern((4, 3), "i2")
    header = b"MATLAB 5.0 MAT-file, big endian, by hand".ljust(124) + struct.pack(">H", 0x0100) + b"MI"
    packed = zlib.compress(matrix(b"second", y, 10, 3))
    with open(path(name), "wb") as file:
        file.write(header + matrix(b"X", x, 6, 9) + struct.pack(">II", 15, len(packed)) + packed)
    seen = scipy.io.loadmat(path(name))
    assert np.array_equal(seen["X"], x) and np.array_equal(seen["second"], y)
    return {"X": x, "second": y}


def mat_files():
    def record(name, arrays):
        EXPECTED[name] = {"arrays": {k: {"shape": list(v.shape), "values": [float(t) for t in np.asarray(v).astype(np.float64).ravel(order="C")]} for k, v in arrays.items()}}

    arrays = {
        "bytes": pattern((4, 3), "u1"),
        "reals": pattern((4, 3), "f8"),
        "singles": pattern((2, 5), "f4"),
        "shorts": pattern((3, 2), "i2"),
        "longs": pattern((3, 2), "i8"),
        "cube": pattern((3, 4, 5), "f4"),
        "flags": pattern((2, 2), "?"),
    }
    for name, packed in [("mat_plain.mat", False), ("mat_packed.mat", True)]:
        scipy.io.savemat(path(name), arrays, do_compression=packed)
        record(name, arrays)
    cells = np.empty((2, 3), dtype=object)
    for i in range(2):
        for j in range(3):
            cells[i, j] = (pattern((4, 5), "u1") + 10 * i + j).astype(np.uint8)
    names = np.empty((1, 2), dtype=object)
    names[0, 0], names[0, 1] = "first", "second"
    scipy.io.savemat(path("mat_cells.mat"), {"dat": cells, "classlabels": names})
    EXPECTED["mat_cells.mat"] = {"shape": [6, 4, 5], "values": [float(v) for i in range(2) for j in range(3) for v in cells[i, j].ravel()]}
    scipy.io.savemat(path("mat_other.mat"), {"s": {"a": 1.0}, "c": np.array([[1 + 2j]]), "sp": __import__("scipy.sparse").sparse.eye(3).tocsc(), "t": "words", "X": pattern((6, 2), "f8")}, do_compression=True)
    record("mat_other.mat", {"X": pattern((6, 2), "f8")})
    record("mat_big_endian.mat", mat_swap("mat_big_endian.mat"))


def table_files():
    rows = [[1.5, -2, 3e2, "cat"], [0, 0.25, -1e-3, "dog"], [7, 8, 9, "a, \"b\""]]
    for name, delimiter in [("table_comma.csv", ","), ("table_semicolon.csv", ";"), ("table_tab.tsv", "\t")]:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(["a", "b", "c", "label"])
        writer.writerows(rows)
        with open(path(name), "wb") as file:
            file.write(text.getvalue().encode())
        EXPECTED[name] = {"shape": [3, 3], "values": [float(v) for row in rows for v in row[:3]], "labels": [row[3] for row in rows]}
    lines = [b"0 1 0 1\n1 1 0 0\n", b"0 0 0 1\n"]
    with open(path("table_members.amat.gz"), "wb") as file:
        for line in lines:
            file.write(gzip.compress(line, mtime=0))
    EXPECTED["table_members.amat.gz"] = {"shape": [3, 4], "values": [0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 0, 1]}
    np.savetxt(path("table_savetxt.amat"), pattern((4, 3), "f8"))
    expect("table_savetxt.amat", pattern((4, 3), "f8"))


def idx_files():
    for name, kind, dtype in [("idx_u1.idx", 8, "u1"), ("idx_i1.idx", 9, "i1"), ("idx_i2.idx", 11, ">i2"), ("idx_i4.idx", 12, ">i4"), ("idx_f4.idx", 13, ">f4"), ("idx_f8.idx", 14, ">f8")]:
        array = pattern((3, 2, 4), dtype)
        with open(path(name), "wb") as file:
            file.write(struct.pack(">BBBBIII", 0, 0, kind, 3, *array.shape) + array.tobytes())
        expect(name, array)


if __name__ == "__main__":
    os.makedirs(OUT, exist_ok=True)
    for make in [npy_files, npz_files, png_files, mat_files, table_files, idx_files]:
        make()
    with open(path("expected.json"), "w", encoding="utf-8") as file:
        json.dump(EXPECTED, file, indent=0, ensure_ascii=False)
        file.write("\n")
