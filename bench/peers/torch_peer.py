"""The PyTorch side of the benchmark, at its fairest: prints one JSON document.

Debian's python3-torch 1.13 with OpenBLAS; bench/run.sh sets the allocator (MALLOC_MMAP_THRESHOLD_, MALLOC_TRIM_THRESHOLD_) and tries the BLAS's core types.
Every time is the best of many runs, in seconds. Usage: torch_peer.py THREADS
"""
import json
import sys
import time

import torch

threads = int(sys.argv[1])
torch.set_num_threads(threads)
torch.manual_seed(0)


def best(run, seconds=2.0, least=5):
    """The shortest of as many runs as fit."""
    for _ in range(3):
        run()
    shortest, end, runs = float("inf"), time.perf_counter() + seconds, 0
    while runs < least or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        shortest = min(shortest, time.perf_counter() - start)
        runs += 1
    return shortest


def product(rows, inner, columns):
    left, right, out = torch.randn(rows, inner), torch.randn(inner, columns), torch.empty(rows, columns)
    return best(lambda: torch.mm(left, right, out=out), 0.25)


def step():
    """784-400-20, batch 128: rows gathered from bytes, binarised anew, noise, loss, gradients, Adam."""
    linear = torch.nn.Linear
    hidden, head, back, logits = linear(784, 400), linear(400, 40), linear(20, 400), linear(400, 784)
    parameters = [p for layer in (hidden, head, back, logits) for p in layer.parameters()]
    adam = torch.optim.Adam(parameters, lr=1e-3, foreach=True)
    pixels = torch.randint(0, 256, (10_000, 784), dtype=torch.uint8)
    order = torch.randperm(10_000)
    position = 0

    def run():
        nonlocal position
        position = (position + 128) % (10_000 - 128)
        x = torch.bernoulli(pixels[order[position:position + 128]].float().mul_(1 / 255))
        mean, log_variance = head(torch.relu(hidden(x))).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn(128, 20)
        y = logits(torch.relu(back(z)))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(y, x, reduction="sum")
        loss = (loss - 0.5 * torch.sum(1 + log_variance - mean * mean - log_variance.exp())) / 128
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()

    return best(run, 3, 50)


def information(examples=10_000, units=32, block=1_000):
    """Mutual information by the expanded square as one product, with a log-sum-exp over blocks."""
    mean, log_variance = torch.randn(examples, units), torch.randn(examples, units) * 0.3 - 2
    z = mean + torch.exp(0.5 * log_variance) * torch.randn(examples, units)

    def run():
        precision = torch.exp(-log_variance)
        constant = -0.5 * (log_variance + mean * mean * precision).sum(1)
        components = torch.cat([-0.5 * precision, mean * precision, constant[:, None]], 1).T.contiguous()
        features = torch.cat([z * z, z, torch.ones(examples, 1)], 1)
        total = 0.0
        for start in range(0, examples, block):
            total += torch.logsumexp(features[start:start + block] @ components, 1).sum().item()
        return total

    return best(run, 2, 5)


def convolution():
    """3x3, 32 -> 32, 28 x 28, batch 64, channels last: forward, and gradients by input, filter and bias."""
    last = torch.channels_last
    layer = torch.nn.Conv2d(32, 32, 3, padding=1).to(memory_format=last)
    x = torch.randn(64, 32, 28, 28).to(memory_format=last).requires_grad_()
    upstream = torch.randn(64, 32, 28, 28).to(memory_format=last)
    leaves = [x, layer.weight, layer.bias]
    return best(lambda: torch.autograd.grad(layer(x), leaves, upstream))


def lstm(examples=32, steps=30, inputs=256, units=512):
    """Forward and backward, gradients to the input and all weights."""
    net = torch.nn.LSTM(inputs, units, batch_first=True)
    x = torch.randn(examples, steps, inputs, requires_grad=True)

    def run():
        net.zero_grad(set_to_none=True)
        x.grad = None
        net(x)[0].mean().backward()

    return best(run, 4, 5)


def counts(cells=128, genes=13_714, hidden=128, units=10):
    """A step of a negative binomial VAE of counts, 6 % of them not 0, dense: one dispersion a gene, the observed sum as library."""
    linear = torch.nn.Linear
    read, head, back, logits = linear(genes, hidden), linear(hidden, 2 * units), linear(units, hidden), linear(hidden, genes)
    log_theta = torch.nn.Parameter(torch.zeros(genes))
    adam = torch.optim.Adam([p for layer in (read, head, back, logits) for p in layer.parameters()] + [log_theta], lr=1e-3, foreach=True)
    uniform = torch.rand(cells, genes)
    x = torch.where(uniform < 0.06, (0.06 / uniform.clamp_min(1e-6)).pow(0.7).floor().clamp_max(400), torch.zeros(()))
    constant = torch.lgamma(x + 1).sum()

    def run():
        mean, log_variance = head(torch.relu(read(torch.log1p(x)))).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn(cells, units)
        log_mean = torch.log_softmax(logits(torch.relu(back(z))), 1) + x.sum(1, keepdim=True).log()
        theta = log_theta.exp()
        log_sum = torch.log(theta + log_mean.exp())
        value = theta * (log_theta - log_sum) + x * (log_mean - log_sum) + torch.lgamma(x + theta) - torch.lgamma(theta)
        loss = (constant - value.sum() - 0.5 * torch.sum(1 + log_variance - mean * mean - log_variance.exp())) / cells
        adam.zero_grad(set_to_none=True)
        loss.backward()
        adam.step()

    return best(run, 4, 5)


SHAPES = [(128, 784, 400), (512, 512, 512), (128, 400, 40), (128, 20, 400)]
print(json.dumps({
    "torch": torch.__version__,
    "threads": threads,
    "gemm": {f"{m}x{k}x{n}": product(m, k, n) for m, k, n in SHAPES},
    "step": step(),
    "convolution": convolution(),
    "information": information(),
    "lstm": lstm(),
    "counts": counts(),
}))
