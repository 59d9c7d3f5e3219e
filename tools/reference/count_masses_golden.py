"""Makes tests/Golden/count-masses.json: log-masses of counts and their derivatives with 60 digits.

One line of numbers a point: log mean, log theta, x, zero logit, then of the negative binomial and of its zero-inflated form the log-mass and the derivatives by log mean and
log theta (and zero logit). dirichlet: theta, two shares, two counts, log-mass, derivative by log theta.

Command: /usr/bin/python3 tools/reference/count_masses_golden.py     (mpmath 1.2.1)
"""
from mpmath import diff, exp, log, loggamma, mp, mpf

from golden import write

mp.dps = 60


def binomial(log_mean, log_theta, x):
    mean, theta = exp(log_mean), exp(log_theta)
    value = -theta * log(1 + mean / theta) + loggamma(x + theta) - loggamma(theta) - loggamma(x + 1)
    return value + (x * (log_mean - log(mean + theta)) if x else 0)


def inflated(log_mean, log_theta, zero, x):
    p = 1 / (1 + exp(-zero))
    own = binomial(log_mean, log_theta, x)
    return log(p + (1 - p) * exp(own)) if x == 0 else log(1 - p) + own


def dirichlet(log_theta, shares, x):
    theta, n = exp(log_theta), sum(x)
    value = loggamma(n + 1) + loggamma(theta) - loggamma(n + theta)
    return value + sum(loggamma(k + theta * s) - loggamma(theta * s) - loggamma(k + 1) for k, s in zip(x, shares))


def point(log_mean, log_theta, x, zero):
    m, t, z = mpf(log_mean), mpf(log_theta), mpf(zero)
    return [
        log_mean, log_theta, x, zero,
        binomial(m, t, x), diff(lambda v: binomial(v, t, x), m), diff(lambda v: binomial(m, v, x), t),
        inflated(m, t, z, x), diff(lambda v: inflated(v, t, z, x), m), diff(lambda v: inflated(m, v, z, x), t), diff(lambda v: inflated(m, t, v, x), z),
    ]


means, thetas, counts = (-18.5, -3.0, 0.5, 6.0, 13.75), (-39.5, -8.0, -1.25, 0.5, 4.0, 12.0, 39.5), (0, 1, 2, 16, 17, 419, 100000)
points = [point(m, t, x, (i % 5) * 1.5 - 4) for i, (m, t, x) in enumerate((m, t, x) for m in means for t in thetas for x in counts)]
mixed = [
    [t, s, 1 - s, a, b, dirichlet(mpf(t), (mpf(s), 1 - mpf(s)), (a, b)), diff(lambda v: dirichlet(v, (mpf(s), 1 - mpf(s)), (a, b)), mpf(t))]
    for t in (-20.0, -1.0, 2.0, 9.0, 35.0) for s in (2.0 ** -20, 0.25, 0.5) for a, b in ((0, 1), (3, 0), (5, 40), (300, 7))
]
write("count-masses.json", {
    "made_by": "tools/reference/count_masses_golden.py",
    "points": [[float(v) for v in row] for row in points],
    "dirichlet": [[float(v) for v in row] for row in mixed],
})
