"""PyTorch's side of whole training steps: the models of plans/mnist-pixelcnn-reach-5.yaml and plans/ptb-lstm.yaml, with as many trained numbers as ours.

Prints one JSON document: examples a second of the fastest part (5 steps, or for text an epoch of 25), with gather, binarisation, noise, both passes, Adam.
Every choice that leaves the model as it is (memory order of images, causal padding or cropping) is tried, and the fastest counts.
Usage: torch_train.py THREADS
"""
import json
import sys
import time

import torch
from torch.nn import Conv2d, Embedding, Linear, LSTM, Module, ModuleList
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, dropout, pad, relu

EXAMPLES, BATCH, LATENT, SECONDS = 800, 32, 32, 10


class Causal(Module):
    """A convolution with taps only above (vertical) or to the left (horizontal); `own` counts the pixel's own row or itself among them."""

    def __init__(self, inputs, outputs, reach, vertical, own, crop):
        super().__init__()
        self.kernel = (reach + own, 2 * reach + 1) if vertical else (1, reach + own)
        # Rows or columns of zeros before the first one; one more than the filter needs, and the last row or column left out, where the own one is not seen.
        self.before = (reach, reach) if vertical else (0, reach)
        self.vertical, self.crop = vertical, crop
        self.conv = Conv2d(inputs, outputs, self.kernel, padding=self.before if crop else 0)

    def forward(self, x):
        height, width = x.shape[2:]
        if self.crop:
            return self.conv(x)[:, :, :height, :width]
        top, left = self.before
        spare_rows = top - (self.kernel[0] - 1) if self.vertical else 0
        spare_columns = 0 if self.vertical else left - (self.kernel[1] - 1)
        return self.conv(pad(x, (left, left if self.vertical else -spare_columns, top, -spare_rows)))


def gate(x):
    a, b = x.chunk(2, 1)
    return torch.tanh(a) * torch.sigmoid(b)


class PixelLayer(Module):
    def __init__(self, inputs, features, reach, first, last, crop):
        super().__init__()
        self.first, self.last = first, last
        self.vertical = Causal(inputs, 2 * features, reach, True, not first, crop)
        self.horizontal = Causal(inputs, 2 * features, reach, False, not first, crop)
        self.link = Conv2d(2 * features, 2 * features, 1, bias=False)
        self.horizontal_code = Linear(LATENT, 2 * features, bias=False)
        self.skip = Conv2d(features, features, 1)
        if not last:
            self.vertical_code = Linear(LATENT, 2 * features, bias=False)
            self.residual = Conv2d(features, features, 1)

    def forward(self, v, h, skips, code_map, z):
        a = self.vertical(v)
        link = self.link(a)
        if code_map is not None:
            link = link + code_map
        above = None if self.last else gate(a + self.vertical_code(z)[:, :, None, None])
        gated = gate(self.horizontal(h) + link + self.horizontal_code(z)[:, :, None, None])
        skip = self.skip(gated)
        along = None if self.last else self.residual(gated)
        return above, along if self.first or self.last else h + along, skip if skips is None else skips + skip


class PixelCnn(Module):
    """Convolutional encoder, gated PixelCNN conditioned on the code by gates' biases and by a map."""

    def __init__(self, features=24, layers=3, kernel=5, map_features=8, crop=True):
        super().__init__()
        self.encoder = ModuleList([Conv2d(1, 32, 4, 2, 1), Conv2d(32, 64, 4, 2, 1)])
        self.dense, self.head = Linear(7 * 7 * 64, 256), Linear(256, 2 * LATENT)
        self.map, self.map_features = Linear(LATENT, 784 * map_features), Conv2d(map_features, 2 * features, 1, bias=False)
        self.layers = ModuleList(
            PixelLayer(2 if i == 0 else features, features, kernel // 2 if i == 0 else 1, i == 0, i == layers, crop) for i in range(layers + 1))
        self.hidden, self.logits = Conv2d(features, features, 1), Conv2d(features, 1, 1)

    def forward(self, x):
        features = x
        for stage in self.encoder:
            features = relu(stage(features))
        mean, log_variance = self.head(relu(self.dense(features.flatten(1)))).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        code_map = self.map_features(self.map(z).view(len(x), -1, 28, 28))
        v = h = torch.cat([x, torch.ones_like(x)], 1)
        skips = None
        for i, layer in enumerate(self.layers):
            v, h, skips = layer(v, h, skips, code_map if i == 0 else None, z)
        y = self.logits(relu(self.hidden(relu(skips))))
        return binary_cross_entropy_with_logits(y, x, reduction="sum"), mean, log_variance


class Text(Module):
    """LSTM encoder whose last state gives the code, LSTM decoder told the code in its first state and at every step."""

    def __init__(self, words, embedding=256, state=256, rate=0.3):
        super().__init__()
        self.rate = rate
        self.read, self.write = Embedding(words, embedding), Embedding(words, embedding)
        self.encoder, self.decoder = LSTM(embedding, state, batch_first=True), LSTM(embedding + LATENT, state, batch_first=True)
        for net in (self.encoder, self.decoder):
            # Ours has one bias: the sum of PyTorch's two.
            net.bias_hh_l0.requires_grad_(False).zero_()
        self.head, self.start, self.logits = Linear(state, 2 * LATENT), Linear(LATENT, state), Linear(state, words)

    def forward(self, tokens, lengths):
        states, _ = self.encoder(dropout(self.read(tokens), self.rate))
        mean, log_variance = self.head(states[torch.arange(len(tokens)), lengths - 1]).chunk(2, 1)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        shifted = torch.cat([torch.full_like(tokens[:, :1], 2), tokens[:, :-1]], 1)
        inputs = torch.cat([dropout(self.write(shifted), self.rate), z[:, None].expand(-1, tokens.shape[1], -1)], 2)
        cell = self.start(z)
        states, _ = self.decoder(inputs, (torch.tanh(cell)[None], cell[None]))
        logits = self.logits(dropout(states, self.rate))
        return cross_entropy(logits.flatten(0, 1), tokens.flatten(), ignore_index=0, reduction="sum"), mean, log_variance


def trained(model):
    return sum(p.numel() for p in model.parameters() if p.requires_grad)


def fastest(model, batches, rate, steps, seconds):
    """Examples a second of the fastest part of so many steps, after one to warm up; batches() yields the arguments of an epoch's steps."""
    adam = torch.optim.Adam([p for p in model.parameters() if p.requires_grad], lr=rate, foreach=True)
    best, step, end = 0.0, 0, time.perf_counter() + seconds
    while True:
        for arguments in batches():
            if step % steps == 0:
                start = time.perf_counter()
            distortion, mean, log_variance = model(*arguments)
            loss = (distortion - 0.5 * torch.sum(1 + log_variance - mean * mean - log_variance.exp())) / BATCH
            adam.zero_grad(set_to_none=True)
            loss.backward()
            adam.step()
            step += 1
            if step % steps > 0:
                continue
            if step > steps:
                best = max(best, steps * BATCH / (time.perf_counter() - start))
            if step >= 3 * steps and time.perf_counter() > end:
                return best


def pixelcnn():
    pixels = torch.randint(0, 256, (EXAMPLES, 1, 28, 28), dtype=torch.uint8)

    def attempt(last, crop):
        order = torch.channels_last if last else torch.contiguous_format
        model = PixelCnn(crop=crop).to(memory_format=order)

        def batches():
            for rows in torch.randperm(EXAMPLES).split(BATCH):
                yield (torch.bernoulli(pixels[rows].float().mul_(1 / 255)).contiguous(memory_format=order),)

        return {"rate": fastest(model, batches, 2e-3, 5, SECONDS / 2), "parameters": trained(model), "row": 784, "channels_last": last, "cropped": crop}

    return max((attempt(last, crop) for last in (False, True) for crop in (False, True)), key=lambda tried: tried["rate"])


def lengths(sentences):
    """Words of each sentence, as SyntheticData.Lengths draws them; the end token comes on top."""
    state = 1
    for _ in range(sentences):
        total = 0.0
        for _ in range(4):
            state = state * 48271 % 2147483647
            total += state / 2147483647
        yield min(max(int((21 + 17.3 * (total - 2)) // 1), 1), 55)


def text(words=10_004):
    size = torch.tensor(list(lengths(EXAMPLES))) + 1
    rows = torch.zeros(EXAMPLES, int(size.max()), dtype=torch.long)
    for row, length in zip(rows, size):
        row[:length] = torch.where(torch.arange(int(length)) % 4 > 0, torch.randint(4, words, (int(length),)), torch.randint(4, 104, (int(length),)))
        row[length - 1] = 3
    model = Text(words)

    def batches():
        # Batches of like lengths: the shuffled examples sorted by length, cut, and the batches shuffled.
        order = torch.randperm(EXAMPLES)
        cut = order[size[order].argsort(stable=True)].split(BATCH)
        for i in torch.randperm(len(cut)).tolist():
            yield rows[cut[i]][:, :int(size[cut[i]].max())], size[cut[i]]

    return {"parameters": trained(model), "row": rows.shape[1], "rate": fastest(model, batches, 1e-3, EXAMPLES // BATCH, SECONDS)}


threads = int(sys.argv[1])
torch.set_num_threads(threads)
torch.manual_seed(0)
print(json.dumps({"torch": torch.__version__, "threads": threads, "train": {"pixelcnn": pixelcnn(), "text": text()}}))
