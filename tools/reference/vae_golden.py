"""Makes tests/Golden/vae-784-400-20.json: first ten losses and first gradients of a VAE, by PyTorch.

Model 784-400(relu)-[mu 20 | log variance 20], decoder 20-400(relu)-784 Bernoulli logits. Ten batches of 128, each seen once,
Adam(lr 1e-3, betas .9 .999, eps 1e-8) after every loss. Weights, data and noise come from golden.py's hash (formulas in
tests/Golden/README.md), so nothing large is stored. Run in float32 (what a user sees) and in float64 (which of two
float32 answers is nearer the truth).

Command: python3 tools/reference/vae_golden.py     (torch 1.13, numpy 1.24.2; about 2 s)
"""
import numpy as np
import torch

from golden import hash32, near_normal, symmetric, write

STEPS, BATCH, PIXELS, HIDDEN, LATENT = 10, 128, 784, 400, 20
LAYERS = [  # name, inputs, outputs, scale of the weights (a power of two near 1/sqrt(inputs)); biases: half of it
    ("encoder", PIXELS, HIDDEN, 1 / 32),
    ("heads", HIDDEN, 2 * LATENT, 1 / 16),
    ("decoder", LATENT, HIDDEN, 1 / 4),
    ("output", HIDDEN, PIXELS, 1 / 16),
]
STRIDE = 997  # prime: samples of a flattened [in, out] matrix fall on all rows and columns


def parameters():
    """Weights in [in, out] layout, stream 1 + 2 l for the weight and 2 + 2 l for the bias of layer l."""
    made = {}
    for l, (name, inputs, outputs, scale) in enumerate(LAYERS):
        made[name + ".weight"] = symmetric(1 + 2 * l, (inputs, outputs), scale)
        made[name + ".bias"] = symmetric(2 + 2 * l, (outputs,), scale / 2)
    return made


def images(step):
    """Binary images of four classes: a pixel is 1 with 3/4 on the class's 4x4 checks, with 1/8 elsewhere."""
    n, d = np.meshgrid(np.arange(BATCH), np.arange(PIXELS), indexing="ij")
    row, column = d // 28, d % 28
    kind = (hash32(100, step * BATCH + n) >> np.uint32(30)).astype(np.int64)
    on = (row // 4 + column // 4 + kind) % 4 == 0
    u = hash32(101, (step * BATCH + n) * PIXELS + d) >> np.uint32(24)
    return (u < np.where(on, 192, 32)).astype(np.float32)


def noise(step):
    return near_normal(200 + step, (BATCH, LATENT))


def terms(p, x, eps):
    """Per-example Bernoulli cross-entropy and KL, both summed over their dimensions, in nats."""
    hidden = torch.relu(x @ p["encoder.weight"] + p["encoder.bias"])
    heads = hidden @ p["heads.weight"] + p["heads.bias"]
    mu, log_variance = heads[:, :LATENT], heads[:, LATENT:]
    z = mu + torch.exp(0.5 * log_variance) * eps
    hidden = torch.relu(z @ p["decoder.weight"] + p["decoder.bias"])
    logits = hidden @ p["output.weight"] + p["output.bias"]
    cross = torch.nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(1)
    rate = 0.5 * (torch.exp(log_variance) + mu * mu - 1 - log_variance).sum(1)
    return cross, rate


def train(dtype):
    p = {k: torch.tensor(v).to(dtype).requires_grad_() for k, v in parameters().items()}
    adam = torch.optim.Adam(p.values(), lr=1e-3)
    out = {"losses": [], "reconstruction": [], "rate": []}
    for step in range(STEPS):
        cross, rate = terms(p, torch.tensor(images(step)).to(dtype), torch.tensor(noise(step)).to(dtype))
        loss = (cross + rate).mean()
        adam.zero_grad()
        loss.backward()
        out["losses"].append(loss.item())
        out["reconstruction"].append(cross.mean().item())
        out["rate"].append(rate.mean().item())
        if step == 0:
            out["first_cross_entropy_per_example"] = cross.detach().numpy()[:8]
            out["first_rate_per_example"] = rate.detach().numpy()[:8]
            out["first_gradients"] = {k: samples(v.grad) for k, v in p.items()}
        adam.step()
    out["final_parameters"] = {k: samples(v.detach()) for k, v in p.items()}
    return out


def samples(tensor):
    """Euclidean norm, sum, and every 997th (matrix) or every 7th (bias) element in row-major order."""
    flat = tensor.numpy().astype(np.float64).ravel()
    stride = STRIDE if tensor.dim() == 2 else 7
    return {"norm": np.sqrt((flat * flat).sum()), "sum": flat.sum(), "stride": stride, "samples": flat[::stride]}


def main():
    torch.set_num_threads(1)
    p, x, eps = parameters(), images(0), noise(0)
    checks = {
        "hash": [int(hash32(s, np.array([i]))[0]) for s, i in [(0, 0), (1, 0), (1, 1), (101, 1003519)]],
        "encoder_weight_head": p["encoder.weight"].ravel()[:4],
        "output_bias_head": p["output.bias"][:4],
        "noise_head": eps.ravel()[:4],
        "noise_last_step_last": noise(STEPS - 1).ravel()[-1],
        "pixels_on_per_step": [int(images(s).sum()) for s in range(STEPS)],
        "first_image_bits": "".join(str(int(v)) for v in x[0]),
        "noise_sum": eps.astype(np.float64).sum(),
    }
    write("vae-784-400-20.json", {
        "made_by": "tools/reference/vae_golden.py", "torch": torch.__version__,
        "steps": STEPS, "batch": BATCH, "pixels": PIXELS, "hidden": HIDDEN, "latent": LATENT,
        "checks": checks, "float32": train(torch.float32), "float64": train(torch.float64)})


if __name__ == "__main__":
    main()
