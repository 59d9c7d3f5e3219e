#!/usr/bin/env python3
"""Highly variable genes of pbmc3k by two rules, each straight from its definition: tests/Golden/genes.json.

    python3 genes_golden.py SHARED_DATA_FOLDER tests/Golden/genes.json

seurat-v3 (Stuart et al. 2019): local quadratic regression of log10 variance on log10 mean, span 0.3, tricube weights, solved at every gene by least squares
(numpy.linalg.lstsq, a singular value decomposition); variance of counts standardised by it and clipped at sqrt(n).
pearson (Lause et al. 2021): variance of Pearson residuals with theta 100, clipped at sqrt(n), of the dense matrix.
"""
import json
import sys

import h5py
import numpy as np
import scipy.sparse as sparse


def loess(x, y, span):
    n = len(x)
    q = int(np.floor(n * span + 1e-5))
    fitted = np.empty(n)
    done = {}
    for i, centre in enumerate(x):
        if centre not in done:
            distance = np.abs(x - centre)
            h = np.partition(distance, q - 1)[q - 1]
            near = distance < h
            u = (x[near] - centre) / h
            root = np.sqrt((1 - np.abs(u) ** 3) ** 3)
            design = np.stack([np.ones_like(u), u, u * u], 1) * root[:, None]
            done[centre] = np.linalg.lstsq(design, y[near] * root, rcond=None)[0][0]
        fitted[i] = done[centre]
    return fitted


def seurat(x):
    n = x.shape[0]
    mean = np.asarray(x.mean(0)).ravel()
    var = (np.asarray(x.multiply(x).sum(0)).ravel() - n * mean**2) / (n - 1)
    varies = var > 1e-12
    expected = np.zeros_like(mean)
    expected[varies] = loess(np.log10(mean[varies]), np.log10(var[varies]), 0.3)
    s = np.sqrt(10**expected)
    score = np.zeros_like(mean)
    for start in range(0, x.shape[1], 2000):
        part = slice(start, start + 2000)
        clipped = np.minimum(x[:, part].toarray(), s[part] * np.sqrt(n) + mean[part])
        score[part] = ((clipped - mean[part]) ** 2).sum(0) / ((n - 1) * s[part] ** 2)
    return score


def pearson(x, theta=100.0):
    n = x.shape[0]
    cells = np.asarray(x.sum(1)).ravel()
    genes = np.asarray(x.sum(0)).ravel()
    score = np.zeros(x.shape[1])
    for start in range(0, x.shape[1], 2000):
        part = slice(start, start + 2000)
        mu = np.outer(cells, genes[part]) / cells.sum()
        r = np.clip((x[:, part].toarray() - mu) / np.sqrt(mu + mu * mu / theta), -np.sqrt(n), np.sqrt(n))
        score[part] = r.var(0)
    return score


def main(shared, target):
    with h5py.File(f"{shared}/pbmc3k/derived_pbmc3k.h5ad") as f:
        x = sparse.csr_matrix((f["X/data"][:].astype(np.float64), f["X/indices"][:], f["X/indptr"][:]), shape=tuple(f["X"].attrs["shape"])).tocsc()
    result = {}
    for name, score in (("seurat-v3", seurat(x)), ("pearson", pearson(x))):
        order = np.argsort(-score, kind="stable")
        result[name] = {"top2000": sorted(int(g) for g in order[:2000]), "every_97th": [float(s) for s in score[::97]], "edge": [float(score[order[1999]]), float(score[order[2000]])]}
    with open(target, "w") as f:
        json.dump(result, f)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
