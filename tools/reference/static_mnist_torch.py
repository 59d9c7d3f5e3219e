"""Makes tests/Golden/static-mnist-torch.json: a short run of the static-MNIST VAE that our trainer's curve is compared with.

784-400(relu) -> 40 Gaussian units -> 400(relu) -> 784 Bernoulli logits; Larochelle's static binarisation, 50,000 training images in
a fresh order each epoch; batch 100; Adam (lr 1e-4, betas .9 .999, eps 1e-8) constant; torch's default initialisation everywhere;
mean over the batch of the negative ELBO, one sample. 20 epochs. Per epoch: the mean seen while training, and one-sample
negative ELBO and rate on the validation and test files after it. At the end the measures of evaluation.py on the test file.

Command: python3 tools/reference/static_mnist_torch.py BINARIZED-MNIST-FOLDER EPOCHS SEED [SEED...]     (torch 1.13, numpy 1.24.2)
With EPOCHS other than 20 the file is static-mnist-torch-EPOCHS.json and holds every tenth epoch; the weights of the best
validation epoch are measured too, as public runs of this setting select them, and the learning rate falls by 10^(-1/5) after
epochs 200 and 350 as theirs does. Times are CPU seconds of one thread.
"""
import copy
import gzip
import json
import os
import sys
import time

import numpy as np
import torch
from torch import nn

from evaluation import elbo, log_likelihood, measure, rate_per_unit
from golden import FOLDER, write

BATCH, HIDDEN, LATENT, SHORT = 100, 400, 40, 20


class StaticVae(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(784, HIDDEN), nn.ReLU())
        self.mu, self.log_variance = nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)
        self.decode = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 784))

    def encode(self, x):
        hidden = self.encoder(x)
        return self.mu(hidden), self.log_variance(hidden)


def read_amat(folder, split):
    """Rows of "0 1 ... 0": every second byte is a digit."""
    with gzip.open(os.path.join(folder, f"binarized_mnist_{split}.amat.gz"), "rb") as f:
        digits = np.frombuffer(f.read().replace(b" ", b"").replace(b"\n", b""), dtype=np.uint8)
    return torch.tensor((digits - ord("0")).reshape(-1, 784))


def epoch(model, adam, images, generator):
    order = torch.randperm(len(images), generator=generator)
    sums = torch.zeros(2, dtype=torch.float64)
    for rows in order.split(BATCH):
        x = images[rows].float()
        mu, log_variance = model.encode(x)
        z = mu + torch.exp(0.5 * log_variance) * torch.randn(mu.shape, generator=generator)
        distortion = -log_likelihood(model.decode(z), x).mean()
        rate = rate_per_unit(mu, log_variance).sum(1).mean()
        adam.zero_grad(set_to_none=True)
        (distortion + rate).backward()
        adam.step()
        sums += torch.stack([distortion.detach(), rate.detach()]).double() * len(rows)
    return (sums / len(images)).tolist()


def run(seed, epochs, train, valid, test):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed + 1000)
    model = StaticVae()
    adam = torch.optim.Adam(model.parameters(), lr=1e-4, foreach=True)
    schedule = torch.optim.lr_scheduler.MultiStepLR(adam, [200, 350], gamma=10 ** -0.2)
    history, seconds, best, best_epoch, best_value = [], 0.0, None, 0, float("inf")
    for number in range(1, epochs + 1):
        started = time.process_time()
        distortion, rate = epoch(model, adam, train, generator)
        seconds += time.process_time() - started
        schedule.step()
        line = {"epoch": number, "train_negative_elbo": distortion + rate, "train_rate": rate}
        for name, x in (("validation", valid), ("test", test)):
            d, r = elbo(model, x, torch.Generator().manual_seed(number))
            line.update({f"{name}_negative_elbo": (d + r).mean().item(), f"{name}_rate": r.mean().item()})
        if line["validation_negative_elbo"] < best_value:
            best, best_epoch, best_value = copy.deepcopy(model), number, line["validation_negative_elbo"]
        if epochs == SHORT or number % 10 == 0:
            history.append(line)
            print(seed, json.dumps(line), f"{seconds:.0f} s", flush=True)
    result = {"seed": seed, "train_cpu_seconds": round(seconds, 1), "history": history,
              "test": measure(model, test, torch.Generator().manual_seed(seed + 2000))}
    if epochs != SHORT:
        result["best_validation_epoch"] = best_epoch
        result["test_at_best_validation"] = measure(best, test, torch.Generator().manual_seed(seed + 2000))
    return result


def main():
    torch.set_num_threads(1)
    folder, epochs, seeds = sys.argv[1], int(sys.argv[2]), [int(s) for s in sys.argv[3:]]
    train, valid, test = (read_amat(folder, split) for split in ("train", "valid", "test"))
    name = "static-mnist-torch.json" if epochs == SHORT else f"static-mnist-torch-{epochs}.json"
    for seed in seeds:
        result = run(seed, epochs, train, valid.float(), test.float())
        path = os.path.join(FOLDER, name)
        content = json.load(open(path, encoding="utf-8")) if os.path.exists(path) else {}
        content.update({"made_by": "tools/reference/static_mnist_torch.py", "torch": torch.__version__,
                        "epochs": epochs, "batch": BATCH, f"seed_{seed}": result})
        write(name, content)


if __name__ == "__main__":
    main()
