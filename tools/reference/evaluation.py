"""Measures of a trained PyTorch VAE, shared by burda_vae.py and static_mnist_torch.py. Nats; not run by itself.

A model offers encode(x) -> (mu, log_variance) and decode(z) -> Bernoulli logits. Estimators as in docs: rate in closed form; mutual
information with one sample per example against the aggregate of all examples, the own one included, in float64;
active units by the unbiased variance of mu >= 0.01; NLL as the importance-weighted bound, log-sum-exp per example.
"""
import gzip
import math
import struct

import numpy as np
import torch

from golden import hash32


def read_idx(path):
    """An idx(.gz) file of unsigned bytes as [N, H * W]."""
    with gzip.open(path, "rb") as f:
        magic, count, rows, columns = struct.unpack(">IIII", f.read(16))
        assert magic == 0x803, magic
        return np.frombuffer(f.read(), dtype=np.uint8).reshape(count, rows * columns)


def hash_binarise(images, stream):
    """x = 1 where (hash32(stream, D n + d) >> 8) * 255 < v * 2^24: a fixed draw that any language reproduces."""
    h = (hash32(stream, np.arange(images.size)) >> np.uint32(8)).astype(np.uint64).reshape(images.shape)
    return (h * np.uint64(255) < images.astype(np.uint64) << np.uint64(24)).astype(np.float32)


def log_likelihood(logits, x):
    """Sum over outputs of log Bernoulli(x; logits); the last axis is the outputs'."""
    return (x * logits).sum(-1) - torch.nn.functional.softplus(logits).sum(-1)


def rate_per_unit(mu, log_variance):
    return 0.5 * (torch.exp(log_variance) + mu * mu - 1 - log_variance)


@torch.no_grad()
def encode_all(model, x, block=1000):
    parts = [model.encode(x[i:i + block]) for i in range(0, len(x), block)]
    return torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])


@torch.no_grad()
def elbo(model, x, generator):
    """Per-example distortion (one sample) and rate."""
    mu, log_variance = encode_all(model, x)
    z = mu + torch.exp(0.5 * log_variance) * torch.randn(mu.shape, generator=generator)
    distortion = torch.cat([-log_likelihood(model.decode(z[i:i + 1000]), x[i:i + 1000]) for i in range(0, len(x), 1000)])
    return distortion.double(), rate_per_unit(mu, log_variance).sum(1).double()


@torch.no_grad()
def mutual_information(mu, log_variance, generator, block=500):
    """Mean and standard error over examples of log q_n(z) - log (1/N) sum_m q_m(z), z ~ q_n."""
    mu, log_variance = mu.double(), log_variance.double()
    z = mu + torch.exp(0.5 * log_variance) * torch.randn(mu.shape, generator=generator, dtype=torch.float64)
    own = -0.5 * (((z - mu) ** 2 / log_variance.exp()) + log_variance + math.log(2 * math.pi)).sum(1)
    precision = torch.exp(-log_variance)
    linear = (precision * mu).T.contiguous()
    constant = -0.5 * (precision * mu * mu + log_variance + math.log(2 * math.pi)).sum(1)
    quadratic = (-0.5 * precision).T.contiguous()
    mixture = torch.cat([torch.logsumexp((b * b) @ quadratic + b @ linear + constant, 1) for b in z.split(block)])
    terms = own - (mixture - math.log(len(mu)))
    return terms.mean().item(), terms.std().item() / math.sqrt(len(terms))


@torch.no_grad()
def importance_nll(model, x, samples, generator, chunk=200):
    """Per-example -log (1/K) sum_k p(x, z_k) / q(z_k | x)."""
    mu, log_variance = encode_all(model, x)
    result = torch.empty(len(x), dtype=torch.float64)
    for n in range(len(x)):
        weights = []
        for start in range(0, samples, chunk):
            eps = torch.randn((min(chunk, samples - start), mu.shape[1]), generator=generator)
            z = mu[n] + torch.exp(0.5 * log_variance[n]) * eps
            ratio = 0.5 * (eps * eps - z * z + log_variance[n]).sum(1)
            weights.append((log_likelihood(model.decode(z), x[n]) + ratio).double())
        result[n] = math.log(samples) - torch.logsumexp(torch.cat(weights), 0)
    return result


def mean_and_error(values):
    return {"value": values.mean().item(), "standard_error": values.std().item() / math.sqrt(len(values))}


def measure(model, x, generator, long_nll_examples=0):
    """Everything at once, as a dictionary for JSON."""
    distortion, rate = elbo(model, x, generator)
    mu, log_variance = encode_all(model, x)
    per_unit = rate_per_unit(mu, log_variance).double().mean(0)
    variance_of_mean = mu.double().var(0, unbiased=True)
    information, error = mutual_information(mu, log_variance, generator)
    result = {
        "examples": len(x),
        "negative_elbo": mean_and_error(distortion + rate),
        "distortion": mean_and_error(distortion),
        "rate": mean_and_error(rate),
        "mutual_information": {"value": information, "standard_error": error, "ceiling": math.log(len(x))},
        "active_units": int((variance_of_mean >= 0.01).sum()),
        "rate_per_unit_sorted": sorted((round(v, 5) for v in per_unit.tolist()), reverse=True),
        "variance_of_mean_sorted": sorted((round(v, 6) for v in variance_of_mean.tolist()), reverse=True),
        "nll_200": mean_and_error(importance_nll(model, x, 200, generator)),
    }
    if long_nll_examples:
        head = x[:long_nll_examples]
        result[f"nll_200_first_{long_nll_examples}"] = mean_and_error(importance_nll(model, head, 200, generator))
        result[f"nll_5000_first_{long_nll_examples}"] = mean_and_error(importance_nll(model, head, 5000, generator, 1000))
    return result
