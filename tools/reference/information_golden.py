"""Makes tests/Golden/information.json: mutual information and the aggregate's divergences by a plain double loop in float64.

q_n(z) = N(mu_n, diag exp(v_n)), n < N; one stored sample z_n per example. mu, v = log variance and z are exactly representable in
float32, so the numbers are a function of what a float32 program holds. Per example n, in nats:
    own[n]       = log q_n(z_n)                             prior[n] = log N(z_n; 0, I)
    aggregate[n] = log (1/N) sum_m q_m(z_n)                 others[n] = log (1/(N-1)) sum_{m != n} q_m(z_n)
    marginal[j]  = mean_n log (1/N) sum_m q_m(z_nj)         (one-dimensional mixtures), own_unit[j], prior_unit[j] likewise
lower = mean(own - aggregate), upper = mean(own - others), aggregate_kl = mean(aggregate - prior),
total_correlation = mean(aggregate) - sum_j marginal[j], unit_kl[j] = marginal[j] - prior_unit[j],
unit_information[j] = own_unit[j] - marginal[j]; the two parts add up to aggregate_kl. rate_per_unit is the closed form.
The double loop uses (z - mu)^2 directly; scipy's logsumexp and mpmath (one row, 50 digits) check it here.

Command: python3 tools/reference/information_golden.py     (numpy 1.24.2, scipy 1.10.1, mpmath 1.2.1; about 2 s)
"""
import math

import mpmath as mp
import numpy as np
from scipy.special import logsumexp

from golden import near_normal, symmetric, write

N, UNITS = 24, 3


def log_normal(z, mu, v):
    return -0.5 * ((z - mu) ** 2 * math.exp(-v) + v + math.log(2 * math.pi))


def log_mean(values):
    top = max(values)
    return top + math.log(sum(math.exp(v - top) for v in values) / len(values))


def measure(mu, v, z):
    """The double loop; plain Python floats."""
    mu, v, z = (a.astype(np.float64).tolist() for a in (mu, v, z))
    own, prior, aggregate, others = [], [], [], []
    marginal, own_unit, prior_unit = ([0.0] * UNITS for _ in range(3))
    for n in range(N):
        pairs = [[log_normal(z[n][j], mu[m][j], v[m][j]) for j in range(UNITS)] for m in range(N)]
        joint = [sum(row) for row in pairs]
        own.append(joint[n])
        prior.append(sum(log_normal(z[n][j], 0.0, 0.0) for j in range(UNITS)))
        aggregate.append(log_mean(joint))
        others.append(log_mean(joint[:n] + joint[n + 1:]))
        for j in range(UNITS):
            marginal[j] += log_mean([row[j] for row in pairs]) / N
            own_unit[j] += pairs[n][j] / N
            prior_unit[j] += log_normal(z[n][j], 0.0, 0.0) / N
    mean = {k: sum(values) / N for k, values in
            {"own": own, "prior": prior, "aggregate": aggregate, "others": others}.items()}
    rate = [sum(0.5 * (math.exp(v[n][j]) + mu[n][j] ** 2 - 1 - v[n][j]) for n in range(N)) / N for j in range(UNITS)]
    return {
        "own": own, "prior": prior, "aggregate": aggregate, "others": others,
        "lower": mean["own"] - mean["aggregate"], "upper": mean["own"] - mean["others"],
        "aggregate_kl": mean["aggregate"] - mean["prior"], "total_correlation": mean["aggregate"] - sum(marginal),
        "unit_kl": [m - p for m, p in zip(marginal, prior_unit)],
        "unit_information": [o - m for o, m in zip(own_unit, marginal)], "rate_per_unit": rate}


def check(mu, v, z, found):
    mu, v, z = (a.astype(np.float64) for a in (mu, v, z))
    pairs = -0.5 * ((z[:, None] - mu) ** 2 * np.exp(-v) + v + math.log(2 * math.pi)).sum(2)
    aggregate = logsumexp(pairs, axis=1) - math.log(N)
    np.testing.assert_allclose(aggregate, found["aggregate"], rtol=1e-12, atol=1e-12)
    mp.mp.dps = 50
    row = [mp.fsum(-((mp.mpf(z[0, j]) - mp.mpf(mu[m, j])) ** 2 * mp.exp(-mp.mpf(v[m, j])) + mp.mpf(v[m, j])
                     + mp.log(2 * mp.pi)) / 2 for j in range(UNITS)) for m in range(N)]
    exact = float(mp.log(mp.fsum(mp.exp(r) for r in row) / N))
    assert abs(exact - found["aggregate"][0]) < 1e-9, (exact, found["aggregate"][0])


def cases():
    unit, spread = near_normal(700, (N, UNITS)), symmetric(701, (N, UNITS), 0.5)
    pair = np.repeat(near_normal(702, (N // 2, UNITS)), 2, axis=0)  # neighbours overlap: the mixture matters
    tick = np.round(4 * symmetric(703, (N, UNITS), 1.0))
    yield "ordinary", unit, spread - 1.5
    yield "sigma_1e-4", pair + tick * 5e-5, np.full((N, UNITS), 2 * math.log(1e-4)) + spread
    yield "mean_1e3", 1000 + 0.5 * unit, spread - 1.0
    yield "mean_1e3_sigma_1e-4", 1000 + tick * 2.0 ** -14, np.full((N, UNITS), 2 * math.log(1e-4))
    yield "mean_1e3_and_minus_1e3_sigma_1e-4", 1000 * np.sign(unit) + tick * 2.0 ** -14, np.full((N, UNITS), 2 * math.log(1e-4))
    yield "constant_encoder", np.tile([4.0, -4.0, 1.0], (N, 1)), np.zeros((N, UNITS))
    yield "far_apart", 50.0 * np.arange(N)[:, None] + np.zeros((N, UNITS)), np.zeros((N, UNITS))
    yield "one_unit_dead", unit * [1, 0, 2], np.tile([-2.0, 0.0, -4.0], (N, 1))


def main():
    out = {"made_by": "tools/reference/information_golden.py", "numpy": np.__version__, "examples": N, "units": UNITS}
    for k, (name, mu, v) in enumerate(cases()):
        mu, v = np.asarray(mu).astype(np.float32), np.asarray(v).astype(np.float32)
        eps = near_normal(710 + k, (N, UNITS)).astype(np.float64)
        z = (mu.astype(np.float64) + np.exp(0.5 * v.astype(np.float64)) * eps).astype(np.float32)
        found = measure(mu, v, z)
        check(mu, v, z, found)
        assert abs(sum(found["unit_kl"]) + found["total_correlation"] - found["aggregate_kl"]) < 1e-6
        out[name] = {"mu": mu, "log_variance": v, "z": z, **found}
        print(f"{name:36} lower {found['lower']:.5f} upper {found['upper']:.5f} aggregate KL {found['aggregate_kl']:.5f}")
    write("information.json", out)


if __name__ == "__main__":
    main()
