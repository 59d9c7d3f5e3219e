#!/usr/bin/env python3
"""What h5py, anndata and scipy read from files of counts: tests/Golden/counts.json.

    python3 counts_golden.py SHARED_DATA_FOLDER tests/Golden/counts.json

Each entry: which matrix is counts (by the rule of docs/data.md), its shape, its number of non-zeros and sum, CRC-32 of its canonical compressed rows
(lengths of rows, columns, values as little-endian int32, int32, float32) and of its names joined by line feeds, and its columns of labels.
"""
import gzip
import json
import os
import sys
import warnings
import zlib

import anndata
import h5py
import numpy as np
import scipy.io
import scipy.sparse as sparse

warnings.filterwarnings("ignore")


def crc(data):
    return zlib.crc32(data) & 0xFFFFFFFF


def names_crc(names):
    return crc("\n".join(map(str, names)).encode())


def summary(matrix):
    m = sparse.csr_matrix(matrix).astype(np.float32)
    m.sum_duplicates()
    m.eliminate_zeros()
    m.sort_indices()
    data = np.diff(m.indptr).astype("<i4").tobytes() + m.indices.astype("<i4").tobytes() + m.data.astype("<f4").tobytes()
    return {"rows": m.shape[0], "columns": m.shape[1], "nonzeros": int(m.nnz), "sum": float(m.data.astype(np.float64).sum()), "crc": crc(data)}


def is_counts(matrix):
    values = matrix.data if sparse.issparse(matrix) else np.asarray(matrix)
    return bool((values >= 0).all() and (values == np.trunc(values)).all())


def labels(frame):
    result = {}
    for name in frame.columns:
        column = frame[name]
        if str(column.dtype) == "category":
            result[name] = {str(k): int(v) for k, v in column.value_counts().items() if v > 0}
            if column.isna().any():
                result[name]["(missing)"] = int(column.isna().sum())
        elif column.dtype == bool:
            result[name] = {"true": int(column.sum()), "false": int((~column).sum())}
        elif column.dtype == object:
            result[name] = {str(k): int(v) for k, v in column.value_counts().items()}
        else:
            result[name] = float(column.astype(np.float64).sum())
    return result


def h5ad(path):
    data = anndata.read_h5ad(path)
    found = [("X", data.X, data.var_names)] if data.X is not None else []
    if data.raw is not None:
        found.append(("raw/X", data.raw.X, data.raw.var_names))
    for name in sorted(data.layers.keys(), key=lambda n: ("count" not in n.lower(), n)):
        found.append((f"layers/{name}", data.layers[name], data.var_names))
    if not found:
        return None
    chosen = next((entry for entry in found if is_counts(entry[1])), found[0])
    return {
        "matrix": chosen[0], "counts": is_counts(chosen[1]), **summary(chosen[1]), "matrices": {name: is_counts(m) for name, m, _ in found},
        "genes": names_crc(chosen[2]), "cells": names_crc(data.obs_names), "labels": labels(data.obs),
    }


def text(values):
    return [v.decode() if isinstance(v, bytes) else str(v) for v in values]


def tenx(path, group):
    with h5py.File(path) as f:
        g = f[group]
        shape = tuple(g["shape"][:])
        m = sparse.csc_matrix((g["data"][:], g["indices"][:], g["indptr"][:]), shape=shape).T
        genes = g["genes"] if "genes" in g else g["features/id"]
        symbols = g["gene_names"] if "gene_names" in g else g["features/name"]
        return {**summary(m), "ids": names_crc(text(genes[:])), "genes": names_crc(text(symbols[:])), "cells": names_crc(text(g["barcodes"][:]))}


def lines(path):
    with (gzip.open(path, "rt") if path.endswith(".gz") else open(path)) as f:
        return [line.rstrip("\n").split("\t") for line in f]


def mtx(folder):
    files = {n[:-3] if n.endswith(".gz") else n: os.path.join(folder, n) for n in os.listdir(folder)}
    m = scipy.io.mmread(files["matrix.mtx"]).T
    features = lines(files.get("features.tsv") or files["genes.tsv"])
    return {
        **summary(m), "ids": names_crc(f[0] for f in features), "genes": names_crc(f[1] for f in features),
        "cells": names_crc(b[0] for b in lines(files["barcodes.tsv"])),
    }


def bag(folder):
    words = [line.split()[0] for line in open(os.path.join(folder, "vocab.new"))]
    result = {"genes": names_crc(words)}
    for split in ("train", "test"):
        rows, columns, values, classes = [], [], [], {}
        count = 0
        for line in open(os.path.join(folder, f"{split}.feat")):
            fields = line.split()
            if not fields:
                continue
            classes[fields[0]] = classes.get(fields[0], 0) + 1
            for field in fields[1:]:
                index, value = field.split(":")
                rows.append(count)
                columns.append(int(index) - 1)
                values.append(float(value))
            count += 1
        m = sparse.coo_matrix((values, (rows, columns)), shape=(count, len(words))).tocsr()
        result[split] = {**summary(m), "labels": {"label": classes}}
    return result


def main(shared, target):
    def at(*parts):
        return os.path.join(shared, *parts)

    files = sorted(f"h5ad-variants/{n}" for n in os.listdir(at("h5ad-variants")) if n.endswith(".h5ad"))
    files += sorted(f"pbmc68k-reduced/{n}" for n in os.listdir(at("pbmc68k-reduced")) if n.endswith(".h5ad"))
    files.append("pbmc3k/derived_pbmc3k.h5ad")
    result = {"h5ad": {f: h5ad(at(f)) for f in files}}
    result["tenx"] = {
        "h5ad-variants/tenx.h5": {"matrix": tenx(at("h5ad-variants/tenx.h5"), "matrix")},
        "tenx-formats/v3.0.0/filtered_feature_bc_matrix.h5": {"matrix": tenx(at("tenx-formats/v3.0.0/filtered_feature_bc_matrix.h5"), "matrix")},
        "tenx-formats/v1.2.0/filtered_gene_bc_matrices_h5.h5": {"hg19_chr21": tenx(at("tenx-formats/v1.2.0/filtered_gene_bc_matrices_h5.h5"), "hg19_chr21")},
        "tenx-formats/v1.2.0/multiple_genomes.h5": {g: tenx(at("tenx-formats/v1.2.0/multiple_genomes.h5"), g) for g in groups(at("tenx-formats/v1.2.0/multiple_genomes.h5"))},
    }
    result["mtx"] = {f: mtx(at(f)) for f in (
        "tenx-formats/v1.2.0/filtered_gene_bc_matrices/hg19_chr21", "tenx-formats/v3.0.0/filtered_feature_bc_matrix", "pbmc3k/filtered_gene_bc_matrices/hg19")}
    result["bag"] = bag(at("20newsgroups-bow"))
    with h5py.File(at("h5ad-variants/latest.h5")) as f:
        x = f["x"][:].astype(np.float32)
        result["latest"] = {"rows": x.shape[0], "columns": x.shape[1], "crc": crc(x.astype("<f4").tobytes())}
    with open(target, "w") as f:
        json.dump(result, f, indent=1, sort_keys=True)
        f.write("\n")


def groups(path):
    with h5py.File(path) as f:
        return [name for name in f if isinstance(f[name], h5py.Group) and "barcodes" in f[name]]


if __name__ == "__main__":
    main(*sys.argv[1:])
