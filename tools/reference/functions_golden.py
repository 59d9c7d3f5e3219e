"""Makes tests/Golden/functions.json: activations, log densities and normalisations with their derivatives, in float64.

Where a closed form needs more digits than float64 leaves (activations' tails, the continuous Bernoulli near lambda = 1/2) the value is
computed with 60 digits by mpmath; torch's value stands beside it or is asserted equal here, so each number has two sources.

Command: python3 tools/reference/functions_golden.py     (torch 1.13, numpy 1.24.2, mpmath 1.2.1; about 2 s)
"""
import mpmath as mp
import numpy as np
import torch

from golden import symmetric, write

mp.mp.dps = 60


def sigmoid(x):
    return 1 / (1 + mp.exp(-x))


ACTIVATIONS = {  # name: (exact function, exact derivative, torch's function)
    "relu": (lambda x: max(x, 0), lambda x: mp.mpf(x > 0), torch.relu),
    "tanh": (mp.tanh, lambda x: 1 / mp.cosh(x) ** 2, torch.tanh),
    "elu": (lambda x: x if x > 0 else mp.expm1(x), lambda x: mp.mpf(1) if x > 0 else mp.exp(x), torch.nn.functional.elu),
    "gelu": (lambda x: x * mp.ncdf(x), lambda x: mp.ncdf(x) + x * mp.npdf(x), torch.nn.functional.gelu),
    "silu": (lambda x: x * sigmoid(x), lambda x: sigmoid(x) * (1 + x * (1 - sigmoid(x))), torch.nn.functional.silu),
    "leaky_relu": (lambda x: x if x > 0 else x / 100, lambda x: mp.mpf(1) if x > 0 else mp.mpf(1) / 100,
                   torch.nn.functional.leaky_relu),
    "softplus": (lambda x: mp.log1p(mp.exp(x)), sigmoid, lambda x: torch.nn.functional.softplus(x, threshold=1e9)),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * (1 - sigmoid(x)), torch.sigmoid),
}


def activations():
    grid = sorted(set(np.arange(-8, 8.25, 0.25).tolist() + [s * v for s in (-1, 1) for v in (2 ** -10, 2 ** -20, 12, 20, 40, 88)]))
    out = {"x": grid}
    for name, (value, slope, of_torch) in ACTIVATIONS.items():
        exact = [float(value(mp.mpf(x))) for x in grid]
        exact_slope = [float(slope(mp.mpf(x))) for x in grid]
        x = torch.tensor(grid, dtype=torch.float64, requires_grad=True)
        y = of_torch(x)
        y.sum().backward()
        np.testing.assert_allclose(y.detach(), exact, rtol=1e-9, atol=1e-15, err_msg=name)
        np.testing.assert_allclose(x.grad, exact_slope, rtol=1e-9, atol=1e-15, err_msg=name)
        out[name] = {"value": exact, "derivative": exact_slope}
    return out


def continuous_bernoulli():
    """log p(x; l) = x l - softplus(l) + log(l / tanh(l / 2)), lambda = sigmoid(l); mean = sigmoid(l) - 1/l + 1/sinh(l)."""
    logits = sorted(s * v for s in (-1, 1) for v in (1e-8, 1e-5, 1e-3, 3.9e-3, 4.1e-3, 0.01, 0.05, 0.2, 1, 3, 8, 20, 60)) + [0.0]
    xs = [0.0, 0.1, 0.5, 0.9, 1.0]

    def exact(x, l):
        l = mp.mpf(l)
        norm = mp.log(l / mp.tanh(l / 2)) if l != 0 else mp.log(2)
        mean = sigmoid(l) - 1 / l + 1 / mp.sinh(l) if l != 0 else mp.mpf(1) / 2
        return x * l - mp.log1p(mp.exp(l)) + norm, mp.mpf(x) - mean, mean
    rows = [[exact(x, l) for x in xs] for l in logits]
    l = torch.tensor(logits, dtype=torch.float64)[:, None].requires_grad_()
    density = torch.distributions.ContinuousBernoulli(logits=l).log_prob(torch.tensor(xs, dtype=torch.float64))
    gradient = torch.stack([torch.autograd.grad(density[:, k].sum(), l, retain_graph=True)[0][:, 0] for k in range(len(xs))], 1)
    value = np.array([[float(v[0]) for v in row] for row in rows])
    slope = np.array([[float(v[1]) for v in row] for row in rows])
    middle = np.abs(np.array(logits)) < 20  # torch clamps lambda to [eps, 1 - eps] and loses the tails
    np.testing.assert_allclose(density.detach()[middle], value[middle], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(gradient[middle], slope[middle], rtol=1e-5, atol=1e-5)
    return {"logit": logits, "x": xs, "log_probability": value, "derivative_in_logit": slope,
            "mean": [float(row[0][2]) for row in rows], "torch_log_probability": density.detach().numpy()}


def bernoulli():
    logits, xs = [-100.0, -20, -3, -0.5, 0, 1e-6, 0.5, 3, 20, 100], [0.0, 0.25, 1.0]
    l = torch.tensor(logits, dtype=torch.float64)[:, None].requires_grad_()
    x = torch.tensor(xs, dtype=torch.float64).expand(len(logits), -1)
    value = -torch.nn.functional.binary_cross_entropy_with_logits(l.expand(-1, len(xs)), x, reduction="none")
    exact = [[float(x * mp.mpf(l) - mp.log1p(mp.exp(mp.mpf(l)))) for x in xs] for l in logits]
    np.testing.assert_allclose(value.detach(), exact, rtol=1e-12, atol=2e-16)  # torch loses the tail below 1e-16
    return {"logit": logits, "x": xs, "log_probability": exact,
            "derivative_in_logit": [[float(x - sigmoid(mp.mpf(l))) for x in xs] for l in logits]}


def gaussian():
    rows = [(x, m, v) for x in (-1.5, 0.0, 0.3, 4.0) for m in (-2.0, 0.3, 1.0) for v in (-6.0, -1.0, 0.0, 2.5)]
    x, m, v = (torch.tensor(c, dtype=torch.float64).requires_grad_() for c in zip(*rows))
    value = torch.distributions.Normal(m, torch.exp(0.5 * v)).log_prob(x)
    value.sum().backward()
    return {"x": x.detach().numpy(), "mean": m.detach().numpy(), "log_variance": v.detach().numpy(),
            "log_probability": value.detach().numpy(), "derivative_in_x": x.grad.numpy(),
            "derivative_in_mean": m.grad.numpy(), "derivative_in_log_variance": v.grad.numpy()}


def gaussian_kl():
    """KL(N(m, exp(v)) || N(0, 1)) per unit, and between two Gaussians."""
    rows = [(m, v) for m in (-3.0, 0.0, 0.02, 1.0) for v in (-9.0, -1.0, -0.001, 0.0, 0.5)]
    m, v = (torch.tensor(c, dtype=torch.float64).requires_grad_() for c in zip(*rows))
    normal = torch.distributions.Normal
    value = torch.distributions.kl_divergence(normal(m, torch.exp(0.5 * v)), normal(torch.zeros_like(m), torch.ones_like(m)))
    value.sum().backward()
    pair = torch.distributions.kl_divergence(normal(m, torch.exp(0.5 * v)),
                                             normal(torch.full_like(m, 0.7), torch.full_like(m, 1.3)))
    return {"mean": m.detach().numpy(), "log_variance": v.detach().numpy(), "kl_to_standard": value.detach().numpy(),
            "derivative_in_mean": m.grad.numpy(), "derivative_in_log_variance": v.grad.numpy(),
            "kl_to_mean_0.7_sigma_1.3": pair.detach().numpy()}


def normalisation(kind):
    """Two training batches, then evaluation; loss = sum(upstream * y), the gradients of each pass."""
    rows, features = 6, 5
    module = torch.nn.BatchNorm1d(features, eps=1e-5, momentum=0.1) if kind == "batch" else torch.nn.LayerNorm(features, eps=1e-5)
    module = module.double()
    gamma, beta = 1 + symmetric(400, (features,), 0.5), symmetric(401, (features,), 1.0)
    with torch.no_grad():
        module.weight.copy_(torch.tensor(gamma))
        module.bias.copy_(torch.tensor(beta))
    out = {"gamma": gamma, "beta": beta, "epsilon": 1e-5, "passes": []}
    if kind == "batch":
        out["momentum_of_the_new"] = 0.1
    for step, mode in enumerate(("train", "train", "evaluate")):
        module.train(mode == "train")
        module.zero_grad()
        x = torch.tensor(3 * symmetric(402 + step, (rows, features), 1.0) + np.arange(features) - 1.0).double().requires_grad_()
        upstream = torch.tensor(symmetric(410 + step, (rows, features), 1.0)).double()
        y = module(x)
        (upstream * y).sum().backward()
        line = {"mode": mode, "x": x.detach().numpy(), "upstream": upstream.numpy(), "y": y.detach().numpy(),
                "gradient_x": x.grad.numpy(), "gradient_gamma": module.weight.grad.numpy().copy(),
                "gradient_beta": module.bias.grad.numpy().copy()}
        if kind == "batch":
            line.update(running_mean=module.running_mean.numpy().copy(), running_variance=module.running_var.numpy().copy())
        out["passes"].append(line)
    return out


def main():
    torch.set_num_threads(1)
    write("functions.json", {
        "made_by": "tools/reference/functions_golden.py", "torch": torch.__version__, "mpmath": mp.__version__,
        "activations": activations(), "bernoulli": bernoulli(), "continuous_bernoulli": continuous_bernoulli(),
        "gaussian": gaussian(), "gaussian_kl": gaussian_kl(),
        "batch_norm": normalisation("batch"), "layer_norm": normalisation("layer")})


if __name__ == "__main__":
    main()
