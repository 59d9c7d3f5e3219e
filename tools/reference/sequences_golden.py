"""Recurrent layers, embeddings, causal attention, cross entropy and mixtures of discretised logistics from PyTorch in float64.

    python3 tools/reference/sequences_golden.py

Writes tests/Golden/sequences.json. Inputs are symmetric(stream, ...) of golden.py and are stored too. Weights are in our layout: transposed to [inputs, outputs],
gates i, f, g, o and r, z, n. The LSTM has one bias, the sum of PyTorch's two. Every loss is the sum of the outputs times fixed upstream gradients. Padded runs
go through pack_padded_sequence; bidirectional results are two runs side by side. The attention is MultiheadAttention with identities for projections.
The mixture is the definition of Salimans et al. (2017), a difference of two sigmoids taken on the side where both are small (open outer bins), differentiated by
autograd; their code takes the density at the middle for bins of mass below 1e-5 instead, which changes gradients in the fourth digit there.
"""
import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from golden import hash32, symmetric, write

INPUTS, UNITS, EXAMPLES, TIME = 5, 4, 3, 6
LENGTHS = [4, 6, 1]


def tensor(stream, *shape, scale=1.0, grad=False):
    return torch.tensor(symmetric(stream, shape, scale)).double().requires_grad_(grad)


def arrays(values):
    return {k: v.detach().numpy() for k, v in values.items()}


def recurrent(kind, stream, lengths, bidirectional):
    """One layer; lengths None for whole sequences with given initial states."""
    gates = 4 if kind is torch.nn.LSTM else 3
    net = kind(INPUTS, UNITS, batch_first=True, bidirectional=bidirectional).double()
    for i, p in enumerate(net.parameters()):
        p.data.copy_(tensor(stream + i, *p.shape, scale=0.5))
    directions = 2 if bidirectional else 1
    x = tensor(stream + 10, EXAMPLES, TIME, INPUTS, grad=True)
    starts = [tensor(stream + 11 + i, directions, EXAMPLES, UNITS, grad=True) for i in range(2 if gates == 4 else 1)]
    given = tuple(starts) if gates == 4 else starts[0]
    if lengths is None:
        out, last = net(x, given)
    else:
        packed = pack_padded_sequence(x, torch.tensor(lengths), batch_first=True, enforce_sorted=False)
        out, last = net(packed, given)
        out, _ = pad_packed_sequence(out, batch_first=True, total_length=TIME)
    last = list(last) if gates == 4 else [last]
    upstream = tensor(stream + 14, *out.shape)
    upstream_last = [tensor(stream + 15 + i, *v.shape) for i, v in enumerate(last)]
    ((out * upstream).sum() + sum((v * u).sum() for v, u in zip(last, upstream_last))).backward()
    runs = []
    for d in range(directions):
        suffix = "_reverse" if d else ""
        p = {n: getattr(net, n + "_l0" + suffix) for n in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
        bias = p["bias_ih"] + p["bias_hh"] if gates == 4 else p["bias_ih"]
        run = {"input_weight": p["weight_ih"].T, "recurrent_weight": p["weight_hh"].T, "bias": bias, "recurrent_bias": p["bias_hh"],
               "gradient_input_weight": p["weight_ih"].grad.T, "gradient_recurrent_weight": p["weight_hh"].grad.T,
               "gradient_bias": p["bias_ih"].grad, "gradient_recurrent_bias": p["bias_hh"].grad}
        for name, start, value, up in zip(("state", "cell"), starts, last, upstream_last):
            run.update({"initial_" + name: start[d], "gradient_initial_" + name: start.grad[d], "last_" + name: value[d], "upstream_last_" + name: up[d]})
        runs.append(arrays(run))
    return {"x": x.detach().numpy(), "lengths": lengths or [TIME] * EXAMPLES, "out": out.detach().numpy(), "upstream": upstream.numpy(),
            "gradient_x": x.grad.numpy(), "runs": runs}


def embedding():
    table = tensor(840, 7, 3, grad=True)
    ids = torch.tensor([[1, 6, 2, 0], [3, 3, 1, 1], [5, 0, 0, 0]])
    out = torch.nn.functional.embedding(ids, table)
    upstream = tensor(841, *out.shape)
    (out * upstream).sum().backward()
    return {"ids": ids.numpy(), **arrays({"table": table, "out": out, "upstream": upstream, "gradient_table": table.grad})}


def attention(features=8, heads=2):
    net = torch.nn.MultiheadAttention(features, heads, bias=False, batch_first=True).double()
    net.in_proj_weight.data.copy_(torch.eye(features).double().repeat(3, 1))
    net.out_proj.weight.data.copy_(torch.eye(features).double())
    q, k, v = (tensor(850 + i, EXAMPLES, TIME, features, scale=2.0, grad=True) for i in range(3))
    later = torch.ones(TIME, TIME, dtype=torch.bool).triu(1)
    real = torch.arange(TIME)[None] < torch.tensor(LENGTHS)[:, None]
    out, _ = net(q, k, v, attn_mask=later, key_padding_mask=~real)
    out = torch.where(real[:, :, None], out, torch.zeros_like(out))
    upstream = tensor(853, *out.shape)
    (out * upstream).sum().backward()
    return {"heads": heads, "lengths": LENGTHS, **arrays({"query": q, "key": k, "value": v, "out": out, "upstream": upstream,
            "gradient_query": q.grad, "gradient_key": k.grad, "gradient_value": v.grad})}


def block(features=8, heads=2):
    """TransformerEncoderLayer with the norms first, gelu, four times as wide inside, a causal mask."""
    net = torch.nn.TransformerEncoderLayer(features, heads, 4 * features, dropout=0.0, activation="gelu", batch_first=True, norm_first=True).double()
    for i, p in enumerate(net.parameters()):
        p.data.copy_(tensor(860 + i, *p.shape, scale=0.5))
    x = tensor(890, EXAMPLES, TIME, features, scale=2.0, grad=True)
    out = net(x, src_mask=torch.full((TIME, TIME), float("-inf")).double().triu(1))
    upstream = tensor(891, *out.shape)
    (out * upstream).sum().backward()
    names = {"attention.input": "self_attn.in_proj_", "attention.output": "self_attn.out_proj.", "mlp.input": "linear1.", "mlp.output": "linear2."}
    values = dict(net.named_parameters())
    parameters = {}
    for ours, theirs in names.items():
        parameters[ours + ".weight"] = values[theirs + "weight"].T
        parameters[ours + ".bias"] = values[theirs + "bias"]
    for ours, theirs in (("attention.normalisation", "norm1."), ("mlp.normalisation", "norm2.")):
        parameters[ours + ".scale"], parameters[ours + ".shift"] = values[theirs + "weight"], values[theirs + "bias"]
    return {"heads": heads, "parameters": arrays(parameters), **arrays({"x": x, "out": out, "upstream": upstream, "gradient_x": x.grad})}


def cross_entropy():
    logits = tensor(900, 8, 6, scale=8.0, grad=True)
    target = torch.tensor([[3, 1, 5, 0], [2, 0, 0, 0]])
    losses = torch.nn.functional.cross_entropy(logits, target.reshape(-1), ignore_index=0, reduction="none").reshape(2, 4).sum(1)
    upstream = tensor(901, 2)
    (-losses * upstream).sum().backward()
    return {"target": target.numpy(), **arrays({"logits": logits, "log_likelihood": -losses, "upstream": upstream, "gradient": logits.grad})}


def mixture(channels, components=3, pixels=4, examples=2):
    count = components * (3 if channels == 1 else 10)
    parameters = tensor(910 + channels, examples, pixels, count, scale=2.0, grad=True)
    levels = torch.tensor((hash32(920 + channels, np.arange(examples * pixels * channels)) >> 24).astype(float)).reshape(examples, pixels, channels)
    levels[0, 0], levels[0, 1], levels[1, 2] = 0, 255, 128
    x = (levels / 127.5 - 1).double()
    part = parameters.split(components, -1)
    total = torch.log_softmax(part[0], -1)
    for c in range(channels):
        mean = part[1 + 2 * c]
        for e in range(c):
            mean = mean + torch.tanh(part[7 + c - 1 + e]) * x[..., e:e + 1]
        scale = part[2 + 2 * c].clamp(min=-7)
        centred, inverse, level = x[..., c:c + 1] - mean, torch.exp(-scale), levels[..., c:c + 1]
        above, below, tail = inverse * (centred + 1 / 255), inverse * (centred - 1 / 255), -centred.abs()
        inner = torch.log(torch.sigmoid(inverse * (tail + 1 / 255)) - torch.sigmoid(inverse * (tail - 1 / 255)))
        first = above - torch.nn.functional.softplus(above)
        last = -torch.nn.functional.softplus(below)
        total = total + torch.where(level < 0.5, first, torch.where(level > 254.5, last, inner))
    value = torch.logsumexp(total, -1).sum(-1)
    upstream = tensor(930 + channels, examples)
    (value * upstream).sum().backward()
    return {"channels": channels, "levels": levels.numpy(), **arrays({"parameters": parameters, "log_likelihood": value, "upstream": upstream, "gradient": parameters.grad})}


def main():
    torch.set_num_threads(1)
    write("sequences.json", {
        "made_by": "tools/reference/sequences_golden.py", "torch": torch.__version__,
        "lstm": recurrent(torch.nn.LSTM, 700, None, False), "lstm_padded_bidirectional": recurrent(torch.nn.LSTM, 720, LENGTHS, True),
        "gru": recurrent(torch.nn.GRU, 760, None, False), "gru_padded_bidirectional": recurrent(torch.nn.GRU, 780, LENGTHS, True),
        "embedding": embedding(), "attention": attention(), "block": block(), "cross_entropy": cross_entropy(),
        "logistic_mixture": mixture(1), "logistic_mixture_colour": mixture(3)})


if __name__ == "__main__":
    main()
