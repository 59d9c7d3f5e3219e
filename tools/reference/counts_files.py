#!/usr/bin/env python3
"""Small files of counts, sound and hostile, written by h5py: tests/Golden/counts/. All sound ones hold the matrix of expected.json.

    python3 counts_files.py tests/Golden/counts
"""
import json
import os
import sys

import h5py
import numpy as np
import scipy.sparse as sparse

CELLS, GENES = 12, 9


def matrix():
    return np.array([[(i * 7 + j * 5) % 11 if (i + j) % 3 == 0 else 0 for j in range(GENES)] for i in range(CELLS)], dtype=np.float32) * (1 + np.arange(GENES) * 40)


def names():
    return [f"{'ACGT'[i % 4]}{'CATG'[i // 4]}ACGTTGCA-1" for i in range(CELLS)], ["MT-CO1", "RPL3", "CD3D", "ACTB", "GAPDH", "B2M", "CD8A", "NKG7", "MS4A1"]


def new(folder, name, **options):
    return h5py.File(os.path.join(folder, name), "w", **options)


def compressed(f, path, m, kind):
    g = f.create_group(path)
    s = sparse.csr_matrix(m) if kind == "csr" else sparse.csc_matrix(m)
    g.attrs["encoding-type"] = f"{kind}_matrix"
    g.attrs["encoding-version"] = "0.1.0"
    g.attrs["shape"] = m.shape
    g["data"], g["indices"], g["indptr"] = s.data, s.indices, s.indptr
    return g


def frames(f, cells, genes):
    for path, index in (("obs", cells), ("var", genes)):
        g = f.create_group(path)
        g.attrs["_index"] = "_index"
        g.attrs["encoding-type"] = "dataframe"
        g.create_dataset("_index", data=index, dtype=h5py.string_dtype())
    f.attrs["encoding-type"] = "anndata"


def sound(folder):
    m, (cells, genes) = matrix(), names()
    with new(folder, "csc.h5ad") as f:
        compressed(f, "X", m, "csc")
        frames(f, cells, genes)
        obs = f["obs"]
        obs.create_dataset("score", data=np.linspace(0, 1, CELLS))
        gap = obs.create_group("gap")
        gap.attrs["encoding-type"] = "nullable-integer"
        gap["values"], gap["mask"] = np.arange(CELLS), np.arange(CELLS) == 3
        full = obs.create_group("full")
        full.attrs["encoding-type"] = "nullable-integer"
        full["values"], full["mask"] = np.arange(CELLS) % 3, np.zeros(CELLS, bool)
        obs.create_dataset("sample", data=["b" if i % 2 else "a" for i in range(CELLS)], dtype=h5py.string_dtype())
        obs.create_dataset("holes", data=np.where(np.arange(CELLS) == 5, np.nan, 1.5))
        kind = obs.create_group("kind")
        kind.attrs["encoding-type"] = "categorical"
        kind["codes"] = np.array([-1 if i == 4 else i % 2 for i in range(CELLS)], np.int8)
        kind.create_dataset("categories", data=["T", "B"], dtype=h5py.string_dtype())
    with new(folder, "unordered.h5ad") as f:
        g = compressed(f, "X", m, "csr")
        order = np.concatenate([np.arange(a, b)[::-1] for a, b in zip(g["indptr"][:-1], g["indptr"][1:])])
        data, indices = g["data"][:][order], g["indices"][:][order]
        del g["data"], g["indices"]
        g.create_dataset("data", data=data.astype(">f8"), compression="lzf", shuffle=True, fletcher32=True)
        g.create_dataset("indices", data=indices.astype(np.uint16), compression="gzip")
        frames(f, cells, genes)
    with new(folder, "normalised.h5ad") as f:
        compressed(f, "X", np.log1p(m), "csr")
        compressed(f, "layers/raw_counts", m, "csr")
        f["layers/scaled"] = (m - 3).astype(np.float64)
        frames(f, cells, genes)
    with new(folder, "ensembl.h5ad") as f:
        f["X"] = m.astype(np.int64)
        frames(f, cells, [f"ENSG{i:011d}" for i in range(GENES)])
        f["var"].create_dataset("feature_name", data=genes, dtype=h5py.string_dtype())
    with new(folder, "cells.loom") as f:
        f.create_dataset("matrix", data=m.T, chunks=(4, 5), compression="gzip")
        f.create_dataset("layers/spliced", data=m.T * 0.5)
        f["row_attrs/Gene"] = np.array(genes, "S")
        f["col_attrs/CellID"] = np.array(cells, "S")
        f["col_attrs/Cluster"] = np.arange(CELLS) % 3
        f["row_attrs/Accession"] = np.array([f"ENSG{i:011d}" for i in range(GENES)], "S")
    with new(folder, "antibodies.h5") as f:
        g = f.create_group("matrix")
        wide = np.concatenate([m, np.full((CELLS, 2), 9, np.float32)], 1)
        s = sparse.csr_matrix(wide)
        g["data"], g["indices"], g["indptr"], g["shape"] = s.data.astype(np.int32), s.indices.astype(np.int64), s.indptr.astype(np.int64), np.array([GENES + 2, CELLS])
        g["barcodes"] = np.array(cells, "S")
        all_genes = genes + ["CD3_TotalSeqB", "CD19_TotalSeqB"]
        g["features/id"], g["features/name"] = np.array(all_genes, "S"), np.array(all_genes, "S")
        g["features/feature_type"] = np.array(["Gene Expression"] * GENES + ["Antibody Capture"] * 2, "S")
    with open(os.path.join(folder, "expected.json"), "w") as f:
        json.dump({"matrix": m.astype(int).tolist(), "cells": cells, "genes": genes}, f)
        f.write("\n")


def hostile(folder):
    m, (cells, genes) = matrix(), names()

    def broken(name, change):
        with new(folder, f"refused_{name}.h5ad") as f:
            compressed(f, "X", m, "csr")
            frames(f, cells, genes)
            change(f)

    def put(f, path, value, **options):
        del f[path]
        f.create_dataset(path, data=value, **options)

    def shape(f, value):
        f["X"].attrs["shape"] = value

    def link(f, path, value):
        del f[path]
        f[path] = value

    broken("huge_shape", lambda f: shape(f, (2**40, 2**40)))
    broken("negative_shape", lambda f: shape(f, (-1, 9)))
    broken("other_shape", lambda f: shape(f, (CELLS + 1, GENES)))
    broken("index_beyond", lambda f: put(f, "X/indices", np.full(f["X/indices"].shape, GENES)))
    broken("index_negative", lambda f: put(f, "X/indices", np.full(f["X/indices"].shape, -1)))
    broken("index_huge", lambda f: put(f, "X/indices", np.full(f["X/indices"].shape, 2**62)))
    broken("starts_fall", lambda f: put(f, "X/indptr", f["X/indptr"][:][::-1]))
    broken("starts_huge", lambda f: put(f, "X/indptr", np.concatenate([f["X/indptr"][:-1], [2**60]])))
    broken("data_is_text", lambda f: put(f, "X/data", ["a"] * 5, dtype=h5py.string_dtype()))
    broken("data_is_nan", lambda f: put(f, "X/data", np.full(f["X/data"].shape, np.nan)))
    broken("fewer_names", lambda f: put(f, "obs/_index", cells[:-1], dtype=h5py.string_dtype()))
    broken("soft_link", lambda f: link(f, "X", h5py.SoftLink("/X")))
    broken("external_link", lambda f: link(f, "X", h5py.ExternalLink("/etc/passwd", "/X")))
    broken("no_matrix", lambda f: f.pop("X") and None)

    def unallocated(f):
        del f["X"]
        f.create_dataset("X", shape=(10**8, 10**6), chunks=(1000, 1000), dtype="f4")

    broken("unallocated", unallocated)

    def starts(f):
        shape(f, (2**31 - 2, GENES))
        del f["X/indptr"]
        f.create_dataset("X/indptr", shape=(2**31 - 1,), chunks=(1 << 20,), dtype="i8")

    broken("unallocated_starts", starts)

    def code(f):
        g = f.create_group("obs/kind")
        g["codes"] = np.full(CELLS, 7, np.int8)
        g.create_dataset("categories", data=["T", "B"], dtype=h5py.string_dtype())

    broken("code_beyond", code)

    def names_unallocated(f):
        shape(f, (10**8, GENES))
        del f["X/indptr"], f["obs/_index"]
        f.create_dataset("X/indptr", shape=(10**8 + 1,), chunks=(1 << 20,), dtype="i8", compression="gzip", fillvalue=0)
        f.create_dataset("obs/_index", shape=(10**8,), chunks=(1 << 20,), dtype=h5py.string_dtype())
        put(f, "X/data", np.zeros(0, np.float32))
        put(f, "X/indices", np.zeros(0, np.int32))

    broken("unallocated_names", names_unallocated)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    sound(sys.argv[1])
    hostile(sys.argv[1])
