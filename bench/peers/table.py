"""Prints the side-by-side measurements as a Markdown table.

Input: JSON lines, ours at 1 and 2 threads (kernels and steps, then whole trainings), and torch's as often as it was measured (core types, thread counts):
torch gets the best of each row.
"""
import json
import sys

lines = [json.loads(line) for line in open(sys.argv[1]) if line.strip()]


def sides(key):
    """Ours on one thread and on two, and all of torch's, of the lines that measured it."""
    ours = {line["threads"]: line for line in lines if key in line and "torch" not in line}
    return ours[1], ours[2], [line for line in lines if key in line and "torch" in line]


def row(name, key, pick, scale, unit, digits, best=min):
    """A row; best says whether less (seconds) or more (a rate) is better."""
    ours1, ours2, torch = sides(key)
    a, b = pick(ours1), pick(ours2)
    c, d = (best(pick(side) for side in torch if side["threads"] == threads) for threads in (1, 2))
    cells = [f"{value * scale:.{digits}f}" for value in (a, b, c, d)]
    one, two = (c / a, best(c, d) / b) if best is min else (a / c, b / best(c, d))
    print(f"| {name}, {unit} | {' | '.join(cells)} | {one:.2f}x | {two:.2f}x |")


def trainings(name, part):
    """A row of examples a second; that both sides trained the same model is seen by its size."""
    ours1, _, torch = sides("train")
    sizes = {(side["train"][part]["parameters"], side["train"][part]["row"]) for side in [ours1, *torch]}
    if len(sizes) > 1:
        sys.exit(f"{name}: not the same model on both sides, numbers trained and values a row: {sizes}")
    row(f"{name}, {sizes.pop()[0]:,} weights", "train", lambda side: side["train"][part]["rate"], 1, "examples/s", 0, max)


ours1, ours2, torch = sides("step")
print(f"vectors of {ours1['width']} bits; FMA peak {ours1['fma_peak_gflops']:.0f} GFLOP/s on one thread, {ours2['fma_peak_gflops']:.0f} on two; torch {torch[0]['torch']}")
print()
print("| work | ours, 1 thread | ours, 2 | torch, 1 | torch, 2 | on one thread | ours on two against torch's best |")
print("|---|---|---|---|---|---|---|")
for shape in ours1["gemm"]:
    row(f"product {shape.replace('x', ' x ')}", "gemm", lambda side, s=shape: side["gemm"][s], 1e6, "us", 1)
row("VAE step 784-400-20, batch 128", "step", lambda side: side["step"], 1e3, "ms", 2)
row("3x3 convolution 32 -> 32, 28 x 28, batch 64, with gradients", "convolution", lambda side: side["convolution"], 1e3, "ms", 2)
row("mutual information, N = 10,000, 32 units", "information", lambda side: side["information"], 1e3, "ms", 1)
row("LSTM 256 -> 512, batch 32, 30 steps, forward and backward", "lstm", lambda side: side["lstm"], 1e3, "ms", 1)
row("VAE step of counts, 128 x 13,714, negative binomial", "counts", lambda side: side["counts"], 1e3, "ms", 1)
trainings("training a gated PixelCNN of reach 5, batch 32", "pixelcnn")
trainings("training an LSTM VAE over 10,000 words, batch 32", "text")
print()
for side, name in ((ours1, "one thread"), (ours2, "two threads")):
    print(f"The step runs at {side['step_flops'] / side['step'] / side['fma_peak_gflops'] / 1e9:.0%} of the FMA limit on {name}.")
