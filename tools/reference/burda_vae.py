"""Makes tests/Golden/burda-torch.json: the VAE of Burda et al. (2016), table 1 (one stochastic layer, k = 1), by PyTorch.

784-200-200 (tanh) -> 50 Gaussian units -> 200-200 (tanh) -> 784 Bernoulli logits; MNIST, all 60,000 training images, binarised anew
each time an image is shown; batch 20; Adam (betas .9 .999, eps 1e-4), learning rate 1e-3 constant; 30 epochs; torch's
default initialisation, but the output bias is the logit of the training mean clipped to [.001, .999]. Mean over the batch
of the negative ELBO, one sample. Test: the 10,000 test images binarised once by hash32 stream 300 (golden.py), equal for all seeds.

The times in the file are CPU seconds of one thread (the machine was shared), with OpenBLAS 0.3.21 under torch: Debian's default
reference BLAS makes a step here about six times slower.
Command: python3 tools/reference/burda_vae.py MNIST-FOLDER SEED [SEED...]     (torch 1.13, numpy 1.24.2; about 5 minutes a seed)
A seed already in the file is replaced, others are kept.
"""
import json
import math
import os
import sys
import time

import numpy as np
import torch
from torch import nn

from evaluation import elbo, hash_binarise, log_likelihood, mean_and_error, measure, rate_per_unit, read_idx
from golden import FOLDER, write

EPOCHS, BATCH, HIDDEN, LATENT, NAME = 30, 20, 200, 50, "burda-torch.json"
LOOK_AT = (1, 2, 5, 10, 15, 20, 25, 30)


class BurdaVae(nn.Module):
    def __init__(self, mean):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, HIDDEN), nn.Tanh())
        self.mu, self.log_variance = nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)
        self.decode = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, HIDDEN), nn.Tanh(),
                                    nn.Linear(HIDDEN, 784))
        with torch.no_grad():
            mean = mean.clamp(0.001, 0.999)
            self.decode[-1].bias.copy_(torch.log(mean / (1 - mean)))

    def encode(self, x):
        hidden = self.encoder(x)
        return self.mu(hidden), self.log_variance(hidden)


def epoch(model, adam, images, generator):
    """One pass; mean distortion and rate seen while training."""
    order = torch.randperm(len(images), generator=generator)
    sums, count = torch.zeros(2, dtype=torch.float64), 0
    for rows in order.split(BATCH):
        probabilities = images[rows].float().div_(255)
        x = (torch.rand(probabilities.shape, generator=generator) < probabilities).float()
        mu, log_variance = model.encode(x)
        z = mu + torch.exp(0.5 * log_variance) * torch.randn(mu.shape, generator=generator)
        distortion = -log_likelihood(model.decode(z), x).mean()
        rate = rate_per_unit(mu, log_variance).sum(1).mean()
        adam.zero_grad(set_to_none=True)
        (distortion + rate).backward()
        adam.step()
        sums += torch.stack([distortion.detach(), rate.detach()]).double() * len(rows)
        count += len(rows)
    return (sums / count).tolist()


def run(seed, train, test):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed + 1000)
    model = BurdaVae(train.float().mean(0) / 255)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-4, foreach=True)
    history, trained = [], 0.0
    for number in range(1, EPOCHS + 1):
        started = time.process_time()
        distortion, rate = epoch(model, adam, train, generator)
        trained += time.process_time() - started
        line = {"epoch": number, "train_negative_elbo": distortion + rate, "train_rate": rate}
        if number in LOOK_AT:
            d, r = elbo(model, test, torch.Generator().manual_seed(7))
            line.update(test_negative_elbo=(d + r).mean().item(), test_rate=r.mean().item())
        history.append(line)
        print(seed, json.dumps(line), f"{trained:.0f} s", flush=True)
    started = time.process_time()
    measures = measure(model, test, torch.Generator().manual_seed(seed + 2000), long_nll_examples=1000)
    return {"seed": seed, "train_cpu_seconds": round(trained, 1),
            "evaluation_cpu_seconds": round(time.process_time() - started, 1), "test": measures, "history": history}


def main():
    torch.set_num_threads(1)
    folder, seeds = sys.argv[1], [int(s) for s in sys.argv[2:]]
    train = torch.tensor(read_idx(os.path.join(folder, "train-images-idx3-ubyte.gz")))
    test = torch.tensor(hash_binarise(read_idx(os.path.join(folder, "t10k-images-idx3-ubyte.gz")), 300))
    for seed in seeds:
        result = run(seed, train, test)
        path = os.path.join(FOLDER, NAME)
        content = json.load(open(path, encoding="utf-8")) if os.path.exists(path) else {}
        content.update({
            "made_by": "tools/reference/burda_vae.py", "torch": torch.__version__, "epochs": EPOCHS, "batch": BATCH,
            "test_pixels_on": int(test.sum().item()), f"seed_{seed}": result})
        write(NAME, content)


if __name__ == "__main__":
    main()
