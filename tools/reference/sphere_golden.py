"""Makes tests/Golden/sphere.json: normalisers, mean resultant lengths and rates of the von Mises-Fisher distribution.

Python's standard library alone: I_v(x) = sum_k (x/2)^(2k+v) / (k! Gamma(k+v+1)), whose terms are all positive, in 60 decimal digits.
    python3 tools/reference/sphere_golden.py
"""
from decimal import Decimal as D, getcontext
from pathlib import Path

getcontext().prec = 60
PI = D("3.14159265358979323846264338327950288419716939937510582097494459")


def log_gamma_half(n):
    """log Gamma(n/2) for a whole n >= 1."""
    value, x = (D(0), D(1)) if n % 2 == 0 else (PI.ln() / 2, D("0.5"))
    while x < D(n) / 2:
        value += x.ln()
        x += 1
    return value


def log_bessel(twice_order, x):
    """log I_v(x), v = twice_order / 2."""
    order = D(twice_order) / 2
    term, total, k, quarter = D(1), D(1), 0, x * x / 4
    while True:
        k += 1
        term *= quarter / (k * (k + order))
        total += term
        if term < total * D("1e-55"):
            break
    return order * (x / 2).ln() - log_gamma_half(twice_order + 2) + total.ln()


rows = []
for dimension in (2, 3, 4, 5, 10, 33, 64, 200, 500):
    for text in ("0.001", "0.1", "1", "2.5", "10", "50", "300", "10000"):
        kappa, half = D(text), D(dimension) / 2
        log_i = log_bessel(dimension - 2, kappa)
        resultant = (log_bessel(dimension, kappa) - log_i).exp()
        log_normaliser = (half - 1) * kappa.ln() - half * (2 * PI).ln() - log_i
        log_area = D(2).ln() + half * PI.ln() - log_gamma_half(dimension)
        rows.append([dimension, float(kappa), float(log_normaliser), float(resultant), float(kappa * resultant + log_normaliser + log_area)])

lines = ",\n".join("[" + ", ".join(repr(v) for v in row) + "]" for row in rows)
text = '{\n"columns": ["dimension", "concentration", "log_normaliser", "resultant", "uniform_kl"],\n"rows": [\n' + lines + "\n]\n}\n"
(Path(__file__).parents[2] / "tests/Golden/sphere.json").write_text(text)
