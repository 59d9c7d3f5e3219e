"""Prints the side-by-side measurements as a Markdown table.

Input: JSON lines, ours at 1 and 2 threads, then torch's, as often as it was measured (core types, thread counts): torch gets the best of each row.
"""
import json
import sys

ours1, ours2, *torch = (json.loads(line) for line in open(sys.argv[1]) if line.strip())


def best_of_torch(pick, threads):
    return min(pick(side) for side in torch if side["threads"] == threads)


def row(name, pick, scale, unit, digits):
    a, b, c, d = pick(ours1), pick(ours2), best_of_torch(pick, 1), best_of_torch(pick, 2)
    best = min(c, d)
    cells = [f"{value * scale:.{digits}f}" for value in (a, b, c, d)]
    print(f"| {name}, {unit} | {' | '.join(cells)} | {c / a:.2f}x | {best / b:.2f}x |")


print(f"vectors of {ours1['width']} bits; FMA peak {ours1['fma_peak_gflops']:.0f} GFLOP/s on one thread, {ours2['fma_peak_gflops']:.0f} on two; torch {torch[0]['torch']}")
print()
print("| work | ours, 1 thread | ours, 2 | torch, 1 | torch, 2 | on one thread | ours on two against torch's best |")
print("|---|---|---|---|---|---|---|")
for shape in ours1["gemm"]:
    row(f"product {shape.replace('x', ' x ')}", lambda side, s=shape: side["gemm"][s], 1e6, "us", 1)
row("VAE step 784-400-20, batch 128", lambda side: side["step"], 1e3, "ms", 2)
row("3x3 convolution 32 -> 32, 28 x 28, batch 64, with gradients", lambda side: side["convolution"], 1e3, "ms", 2)
row("mutual information, N = 10,000, 32 units", lambda side: side["information"], 1e3, "ms", 1)
row("LSTM 256 -> 512, batch 32, 30 steps, forward and backward", lambda side: side["lstm"], 1e3, "ms", 1)
print()
for side, name in ((ours1, "one thread"), (ours2, "two threads")):
    print(f"The step runs at {side['step_flops'] / side['step'] / side['fma_peak_gflops'] / 1e9:.0%} of the FMA limit on {name}.")
