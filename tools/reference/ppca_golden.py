"""Makes tests/Golden/ppca.json: closed forms of the linear VAE on data with eigenvalues 25, 16, 9, 4, 1 and mean 0.

learned variance (Tipping & Bishop 1999; beta = 1), latent size k: sigma2 = mean of the discarded eigenvalues; NLL = 1/2 (D log 2 pi +
log det C + tr(C^-1 S)), C = W W^T + sigma2 I; rate = sum 1/2 log(l_i / sigma2) = mutual information; aggregate KL = 0; distortion = NLL - rate;
posterior variance sigma2 / l_i.
fixed variance and beta (Lucas et al. 2019): unit i lives when l_i > beta sigma2, with rate 1/2 log(l_i / (beta sigma2)) and posterior variance
beta sigma2 / l_i; a living direction leaves the residual beta sigma2, a dead one l_i: distortion = D/2 log(2 pi sigma2) + residuals / (2 sigma2).
Every row is checked here: the first kind against the matrix formula in a rotated basis and the expectation of the ELBO,
the second against scipy's minimisation of each direction's expected objective over decoder weight, encoder weight and variance.

Command: python3 tools/reference/ppca_golden.py     (numpy 1.24.2, scipy 1.10.1; about 2 s)
"""
import math

import numpy as np
from scipy.optimize import minimize
from scipy.stats import ortho_group

from golden import write

EIGENVALUES = np.array([25.0, 16.0, 9.0, 4.0, 1.0])
D = len(EIGENVALUES)


def learned(k):
    sigma2 = EIGENVALUES[k:].mean()
    kept = EIGENVALUES[:k]
    rate = 0.5 * np.log(kept / sigma2)
    nll = 0.5 * (D * math.log(2 * math.pi) + np.log(kept).sum() + (D - k) * math.log(sigma2) + D)
    rotation = ortho_group.rvs(D, random_state=3)
    sample = rotation @ np.diag(EIGENVALUES) @ rotation.T
    w = rotation[:, :k] * np.sqrt(kept - sigma2)
    c = w @ w.T + sigma2 * np.eye(D)
    by_matrix = 0.5 * (D * math.log(2 * math.pi) + np.linalg.slogdet(c)[1] + np.trace(np.linalg.solve(c, sample)))
    # the ELBO of the exact posterior: its mean A x, A = M^-1 W^T, M = W^T W + sigma2 I, its covariance sigma2 M^-1
    m = w.T @ w + sigma2 * np.eye(k)
    a, v = np.linalg.solve(m, w.T), sigma2 * np.linalg.inv(m)
    left = np.eye(D) - w @ a
    distortion = 0.5 * D * math.log(2 * math.pi * sigma2) + (np.trace(left @ sample @ left.T) + np.trace(w @ v @ w.T)) / (2 * sigma2)
    by_trace = 0.5 * (np.trace(a @ sample @ a.T) + np.trace(v) - k - np.linalg.slogdet(v)[1])
    assert np.allclose([by_matrix, distortion + by_trace, by_trace], [nll, nll, rate.sum()], rtol=1e-12)
    assert np.allclose(a @ sample @ a.T + v, np.eye(k))  # aggregate posterior = prior
    return {"latent": k, "sigma2": sigma2, "nll": nll, "rate": rate.sum(), "rate_per_unit": rate,
            "mutual_information": rate.sum(), "aggregate_kl": 0.0, "distortion": nll - rate.sum(),
            "posterior_variance": sigma2 / kept, "variance_of_mean": 1 - sigma2 / kept, "capacity": rate.sum()}


def direction(l, beta, sigma2):
    """min over w, a, v of [l (1 - w a)^2 + w^2 v] / (2 sigma2) + beta (v + a^2 l - 1 - log v) / 2, from several starts."""
    def objective(p):
        w, a, log_v = p
        v = math.exp(log_v)
        return (l * (1 - w * a) ** 2 + w * w * v) / (2 * sigma2) + beta * (v + a * a * l - 1 - log_v) / 2
    found = [minimize(objective, s, method="Nelder-Mead", options=dict(xatol=1e-10, fatol=1e-14, maxiter=20000))
             for s in ([1.0, 0.1, -1.0], [3.0, 0.3, -3.0], [0.01, 0.01, 0.0])]
    best = min(found, key=lambda f: f.fun)
    w, a, log_v = best.x
    return best.fun, 0.5 * (math.exp(log_v) + a * a * l - 1 - log_v)


def fixed(k, beta, sigma2):
    lives = EIGENVALUES[:k] > beta * sigma2
    rate = np.where(lives, 0.5 * np.log(np.maximum(EIGENVALUES[:k] / (beta * sigma2), 1)), 0.0)
    residual = EIGENVALUES.copy()
    residual[:k][lives] = beta * sigma2
    distortion = 0.5 * D * math.log(2 * math.pi * sigma2) + residual.sum() / (2 * sigma2)
    for i in range(k):
        value, kl = direction(EIGENVALUES[i], beta, sigma2)
        assert abs(value - (residual[i] / (2 * sigma2) + beta * rate[i])) < 1e-7, (i, beta, sigma2)
        assert abs(kl - rate[i]) < 1e-3, (i, beta, sigma2, kl, rate[i])
    variance = np.where(lives, beta * sigma2 / EIGENVALUES[:k], 1.0)
    return {"latent": k, "beta": beta, "sigma2": sigma2, "active": int(lives.sum()), "rate": rate.sum(),
            "rate_per_unit": rate, "posterior_variance": variance, "distortion": distortion,
            "objective": distortion + beta * rate.sum()}


def main():
    rows = [learned(k) for k in (1, 2, 3, 4)]
    for r in rows:
        print({k: np.round(v, 6).tolist() for k, v in r.items()})
    write("ppca.json", {
        "made_by": "tools/reference/ppca_golden.py", "numpy": np.__version__, "eigenvalues": EIGENVALUES,
        "learned_variance": rows, "beta_critical_with_learned_shared_variance": EIGENVALUES[0] * D / EIGENVALUES.sum(),
        "entropy_of_the_data_in_nats": 0.5 * (D * math.log(2 * math.pi * math.e) + np.log(EIGENVALUES).sum()),
        "fixed_variance": [fixed(5, beta, s) for s in (1.0, 0.5) for beta in (0.5, 2.0, 3.0, 6.0, 12.0, 20.0, 30.0)]})


if __name__ == "__main__":
    main()
