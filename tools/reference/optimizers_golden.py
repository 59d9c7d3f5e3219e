"""Makes tests/Golden/optimizers.json: 20 steps of each optimiser on a vector of 7, clipping, and learning-rate schedules, by PyTorch.

The gradients are given (stored), not computed: element 2 has zero gradient on even steps and element 5 always, element 6 is tiny.
Schedules list the rate that epoch e = 0, 1, ... uses; the cosine runs down to 0.

Command: python3 tools/reference/optimizers_golden.py     (torch 1.13, numpy 1.24.2; about 1 s)
"""
import math

import numpy as np
import torch

from golden import symmetric, write

STEPS, SIZE = 20, 7
RULES = {
    "adam": (torch.optim.Adam, dict(lr=1e-2)),
    "adam_epsilon_1e-4": (torch.optim.Adam, dict(lr=1e-2, eps=1e-4)),
    "adam_betas_0.5_0.9": (torch.optim.Adam, dict(lr=1e-2, betas=(0.5, 0.9))),
    "adam_weight_decay_0.1": (torch.optim.Adam, dict(lr=1e-2, weight_decay=0.1)),
    "adamw_weight_decay_0.1": (torch.optim.AdamW, dict(lr=1e-2, weight_decay=0.1)),
    "sgd": (torch.optim.SGD, dict(lr=1e-2)),
    "sgd_momentum_0.9": (torch.optim.SGD, dict(lr=1e-2, momentum=0.9)),
    "sgd_momentum_0.9_weight_decay_0.1": (torch.optim.SGD, dict(lr=1e-2, momentum=0.9, weight_decay=0.1)),
}


def gradients():
    g = symmetric(500, (STEPS, SIZE), 2.0)
    g[::2, 2] = 0
    g[:, 5] = 0
    g[:, 6] *= np.float32(2.0 ** -24)
    return g


def trajectory(rule, options, start, g):
    w = torch.nn.Parameter(torch.tensor(start).double())
    optimizer = rule([w], **options)
    path = []
    for row in g:
        w.grad = torch.tensor(row).double()
        optimizer.step()
        path.append(w.detach().numpy().copy())
    return path


def clipped(g, bound):
    """Two parameters (first 3 and last 4 elements) clipped together by their global norm; torch divides by norm + 1e-6."""
    parts = [torch.nn.Parameter(torch.zeros(n, dtype=torch.float64)) for n in (3, 4)]
    parts[0].grad, parts[1].grad = torch.tensor(g[:3]).double(), torch.tensor(g[3:]).double()
    norm = torch.nn.utils.clip_grad_norm_(parts, bound)
    return {"gradient": g, "bound": bound, "norm": norm.item(), "clipped": torch.cat([p.grad for p in parts]).numpy()}


def rates(make, epochs):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1e-3)
    schedule, out = make(optimizer), []
    for _ in range(epochs):
        out.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return out


def staircase():
    """10^(-i/7) for 3^i epochs: the first and last epoch (from 0) of each of the eight stages and the factor there."""
    first, rows = 0, []
    for i in range(8):
        rows.append({"first_epoch": first, "last_epoch": first + 3 ** i - 1, "factor": 10 ** (-i / 7)})
        first += 3 ** i
    return rows


def main():
    start, g = symmetric(501, (SIZE,), 1.0), gradients()
    lr = torch.optim.lr_scheduler
    cosine = rates(lambda o: lr.CosineAnnealingLR(o, T_max=20), 21)
    closed = [0.5e-3 * (1 + math.cos(math.pi * e / 20)) for e in range(21)]
    np.testing.assert_allclose(cosine, closed, rtol=1e-12, atol=1e-18)
    write("optimizers.json", {
        "made_by": "tools/reference/optimizers_golden.py", "torch": torch.__version__, "start": start, "gradients": g,
        "rules": {k: dict(options=v[1], path=trajectory(*v, start, g)) for k, v in RULES.items()},
        "clipping": [clipped(g[1], 1.0), clipped(g[1], 100.0), clipped(g[0] * 0, 1.0)],
        "schedules_from_1e-3": {
            "step_every_5_times_0.5": rates(lambda o: lr.StepLR(o, 5, 0.5), 20),
            "milestones_3_5_11_times_10^-0.2": rates(lambda o: lr.MultiStepLR(o, [3, 5, 11], 10 ** -0.2), 16),
            "step_every_10_times_0.1": rates(lambda o: lr.StepLR(o, 10, 0.1), 35),
            "cosine_over_20": cosine, "staircase": staircase()}})


if __name__ == "__main__":
    main()
