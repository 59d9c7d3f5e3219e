"""Makes tests/Golden/pbmc3k-torch.json: scVI's model (Lopez et al. 2018) of pbmc3k in plain PyTorch, its held-out ELBO.

All 13,714 genes; log(1 + x), 128 hidden, batch norm, relu; 10 Gaussian units; 128 hidden, batch norm, relu; softmax; negative binomial with one dispersion a gene
and the observed total as library. Adam (lr 1e-3, eps .01, weight decay 1e-6), batch 128, KL weight 1 throughout. The validation cells are every cell whose
hash32(77, i) is divisible by 10: the file lists them. Held-out values are means over 10 draws a cell.

Command: python3 tools/reference/pbmc3k_torch.py HG19-FOLDER EPOCHS SEED [SEED...]     (torch 1.13, numpy 1.24.2)
"""
import gzip
import os
import sys

import numpy as np
import torch

from counts_torch import CountVae, held_out, train
from golden import hash32, write


def read_mtx(folder):
    """10x's matrix.mtx.gz, genes x cells from 1, as dense [cells, genes]."""
    with gzip.open(os.path.join(folder, "matrix.mtx.gz"), "rt") as f:
        line = f.readline()
        while line.startswith("%"):
            line = f.readline()
        genes, cells, count = map(int, line.split())
        entries = np.array(f.read().split(), dtype=np.int64).reshape(count, 3)
    x = np.zeros((cells, genes), dtype=np.int16)
    x[entries[:, 1] - 1, entries[:, 0] - 1] = entries[:, 2]
    return torch.from_numpy(x)


def run(seed, epochs, fit, kept):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed + 1000)
    model = CountVae(fit.shape[1], 128, 128, 10, batch_norm=True, negative_binomial=True)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, eps=0.01, weight_decay=1e-6)
    history = []

    def look(number):
        if number % 10 == 0 or number == epochs:
            distortion, rate = held_out(model, kept, 10, number)
            history.append({"epoch": number, "negative_elbo": (distortion + rate.sum(1)).mean().item(), "rate": rate.sum(1).mean().item()})
            print(seed, history[-1], flush=True)

    seconds = train(model, fit, epochs, 128, adam, generator, look)
    _, rate = held_out(model, kept, 1, 1)
    theta = model.log_theta.detach().exp()
    return {
        "seed": seed, "train_cpu_seconds": round(seconds, 1), "history": history, "unit_rates": sorted(rate.mean(0).tolist(), reverse=True),
        "theta_quartiles": torch.quantile(theta, torch.tensor([0.25, 0.5, 0.75])).tolist(),
    }


def main():
    folder, epochs, seeds = sys.argv[1], int(sys.argv[2]), [int(s) for s in sys.argv[3:]]
    torch.set_num_threads(1)
    x = read_mtx(folder)
    is_kept = hash32(77, np.arange(len(x))) % np.uint32(10) == 0
    kept, fit = x[torch.from_numpy(is_kept)], x[torch.from_numpy(~is_kept)]
    content = {"made_by": "tools/reference/pbmc3k_torch.py", "torch": torch.__version__, "epochs": epochs, "batch": 128, "validation": np.flatnonzero(is_kept)}
    for seed in seeds:
        content[f"seed_{seed}"] = run(seed, epochs, fit, kept)
    write("pbmc3k-torch.json", content)


main()
