"""Makes tests/Golden/objectives.json: bounds of a tiny VAE with their gradients, in float64, by PyTorch.

Model 6-5(tanh)-[mu 3 | log variance 3]-5(tanh)-6, Bernoulli logits (or Gaussian of given variance), 4 examples, K = 5 samples per
example. Weights in our [in, out] layout, data and noise are stored. Per example, nats; the gradient is that of the mean over
the batch of MINUS the bound.
    elbo_1      first sample only            elbo_5    mean over the five samples
    beta_4      elbo_5 with the KL times 4   iwae_5    log (1/5) sum_k p(x, z_k) / q(z_k | x)
The ELBOs use the closed-form KL; the importance-weighted bound the densities of the samples (it has no closed form).

Command: python3 tools/reference/objectives_golden.py     (torch 1.13, numpy 1.24.2; about 1 s)
"""
import math

import torch

from golden import hash32, near_normal, symmetric, write

BATCH, PIXELS, HIDDEN, LATENT, SAMPLES = 4, 6, 5, 3, 5
LAYERS = {"encoder": (PIXELS, HIDDEN), "heads": (HIDDEN, 2 * LATENT), "decoder": (LATENT, HIDDEN), "output": (HIDDEN, PIXELS)}
VARIANCE = 0.3


def parameters():
    made = {}
    for l, (name, shape) in enumerate(LAYERS.items()):
        made[name + ".weight"] = symmetric(600 + 2 * l, shape, 1.0)
        made[name + ".bias"] = symmetric(601 + 2 * l, shape[1:], 0.5)
    return made


def bounds(p, x, eps, gaussian):
    """Each bound as a vector over the examples; eps is [SAMPLES, BATCH, LATENT]."""
    heads = torch.tanh(x @ p["encoder.weight"] + p["encoder.bias"]) @ p["heads.weight"] + p["heads.bias"]
    mu, log_variance = heads[:, :LATENT], heads[:, LATENT:]
    sigma = torch.exp(0.5 * log_variance)
    z = mu + sigma * eps
    out = torch.tanh(z @ p["decoder.weight"] + p["decoder.bias"]) @ p["output.weight"] + p["output.bias"]
    if gaussian:
        likelihood = torch.distributions.Normal(out, math.sqrt(VARIANCE)).log_prob(x).sum(-1)
    else:
        likelihood = torch.distributions.Bernoulli(logits=out).log_prob(x).sum(-1)
    posterior = torch.distributions.Normal(mu, sigma)
    prior = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
    rate = torch.distributions.kl_divergence(posterior, prior).sum(-1)
    log_weight = likelihood + prior.log_prob(z).sum(-1) - posterior.log_prob(z).sum(-1)
    return {"elbo_1": likelihood[0] - rate, "elbo_5": likelihood.mean(0) - rate, "beta_4": likelihood.mean(0) - 4 * rate,
            "iwae_5": torch.logsumexp(log_weight, 0) - math.log(SAMPLES)}, rate, likelihood, log_weight


def case(values, x, eps, gaussian):
    out = {"x": x.numpy()}
    for name in ("elbo_1", "elbo_5", "beta_4", "iwae_5"):
        p = {k: torch.tensor(v).double().requires_grad_() for k, v in values.items()}
        found, rate, likelihood, log_weight = bounds(p, x, eps, gaussian)
        (-found[name].mean()).backward()
        out[name] = {"per_example": found[name].detach().numpy(), "gradients": {k: v.grad.numpy() for k, v in p.items()}}
    out["rate_per_example"] = rate.detach().numpy()
    out["log_likelihood_sample_by_example"] = likelihood.detach().numpy()
    out["log_weight_sample_by_example"] = log_weight.detach().numpy()
    return out


def main():
    torch.set_num_threads(1)
    values = parameters()
    eps = torch.tensor(near_normal(620, (SAMPLES, BATCH, LATENT))).double()
    bits = (hash32(621, range(BATCH * PIXELS)) >> 31).reshape(BATCH, PIXELS)
    write("objectives.json", {
        "made_by": "tools/reference/objectives_golden.py", "torch": torch.__version__, "samples": SAMPLES,
        "parameters": values, "noise_sample_example_unit": eps.numpy(), "gaussian_variance": VARIANCE,
        "bernoulli": case(values, torch.tensor(bits.astype(float)), eps, False),
        "gaussian": case(values, torch.tensor(symmetric(622, (BATCH, PIXELS), 2.0)).double(), eps, True)})


if __name__ == "__main__":
    main()
