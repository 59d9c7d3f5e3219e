"""Makes tests/Golden/newsgroups-torch.json: a multinomial VAE with 50 units of 20 newsgroups' bags of words in plain PyTorch, its test perplexity.

2,000 words; log(1 + x), 256 hidden, relu; 50 Gaussian units; a linear decoder to the softmax. Adam (lr 1e-3), batch 128, KL weight 1 throughout. The perplexity by
documents (Miao et al. 2016) is exp(mean over documents of negative ELBO / words), the one by words exp(sum of negative ELBO / sum of words), neither with the
multinomial's coefficient; documents without a word count for nothing and are left out. Test values are means over 10 draws a document.

Command: python3 tools/reference/newsgroups_torch.py 20NEWSGROUPS-BOW-FOLDER EPOCHS SEED [SEED...]     (torch 1.13, numpy 1.24.2)
"""
import os
import sys

import numpy as np
import torch

from counts_torch import CountVae, held_out, train
from golden import write

WORDS = 2000


def read_bags(path):
    """Lines "label id:count id:count ...", ids from 1, as dense [documents with a word, words]."""
    rows = []
    with open(path, encoding="ascii") as f:
        for line in f:
            row = np.zeros(WORDS, dtype=np.int16)
            for item in line.split()[1:]:
                word, count = item.split(":")
                row[int(word) - 1] += int(count)
            if row.any():
                rows.append(row)
    return torch.from_numpy(np.stack(rows))


def run(seed, epochs, fit, test):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed + 1000)
    model = CountVae(WORDS, 256, 0, 50, batch_norm=False, negative_binomial=False)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3, foreach=True)
    words, history = test.sum(1).double(), []

    def look(number):
        if number % 10 == 0 or number == epochs:
            distortion, rate = held_out(model, test, 10, number)
            negative = distortion + rate.sum(1)
            history.append({
                "epoch": number, "perplexity_by_documents": torch.exp((negative / words).mean()).item(),
                "perplexity_by_words": torch.exp(negative.sum() / words.sum()).item(), "rate": rate.sum(1).mean().item(),
                "active_units": int((rate.mean(0) > 0.01).sum()),
            })
            print(seed, history[-1], flush=True)

    seconds = train(model, fit, epochs, 128, adam, generator, look)
    return {"seed": seed, "train_cpu_seconds": round(seconds, 1), "history": history}


def main():
    folder, epochs, seeds = sys.argv[1], int(sys.argv[2]), [int(s) for s in sys.argv[3:]]
    torch.set_num_threads(1)
    fit, test = (read_bags(os.path.join(folder, name)) for name in ("train.feat", "test.feat"))
    content = {
        "made_by": "tools/reference/newsgroups_torch.py", "torch": torch.__version__, "epochs": epochs, "batch": 128,
        "train_documents": len(fit), "test_documents": len(test), "test_words": int(test.sum()),
    }
    for seed in seeds:
        content[f"seed_{seed}"] = run(seed, epochs, fit, test)
    write("newsgroups-torch.json", content)


main()
