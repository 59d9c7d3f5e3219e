"""Shared by pbmc3k_torch.py and newsgroups_torch.py: a VAE of counts in PyTorch, its training and its held-out bound. Nats; not run by itself.

Encoder log(1 + x), one hidden layer (batch norm as scVI's, or none), relu, Gaussian code; decoder to the logits of a softmax over the outputs, without a hidden
layer where hidden is 0. torch's default initialisation everywhere, the dispersions' logarithms from 0, the batch norms' running statistics with momentum .01.
Adam on the mean over the batch of the one-sample negative ELBO at weight 1; fresh order each epoch, the last batch smaller.
"""
import time

import torch
from torch import nn


class CountVae(nn.Module):
    def __init__(self, outputs, encoder_hidden, decoder_hidden, latent, batch_norm, negative_binomial):
        super().__init__()
        self.encoder = self.layer(outputs, encoder_hidden, batch_norm)
        self.mu, self.log_variance = nn.Linear(encoder_hidden, latent), nn.Linear(encoder_hidden, latent)
        self.hidden = self.layer(latent, decoder_hidden, batch_norm) if decoder_hidden else nn.Identity()
        self.logits = nn.Linear(decoder_hidden or latent, outputs)
        self.log_theta = nn.Parameter(torch.zeros(outputs)) if negative_binomial else None

    @staticmethod
    def layer(inputs, outputs, batch_norm):
        if not batch_norm:
            return nn.Sequential(nn.Linear(inputs, outputs), nn.ReLU())
        return nn.Sequential(nn.Linear(inputs, outputs, bias=False), nn.BatchNorm1d(outputs, momentum=0.01, eps=0.001), nn.ReLU())

    def encode(self, x):
        hidden = self.encoder(torch.log1p(x))
        return self.mu(hidden), self.log_variance(hidden)

    def log_likelihood(self, z, x):
        """Of each row: negative binomial with mean total * rho and dispersion theta, or multinomial without its coefficient."""
        log_rho = torch.log_softmax(self.logits(self.hidden(z)), 1)
        if self.log_theta is None:
            return (x * log_rho).sum(1)
        theta, mean = self.log_theta.exp(), x.sum(1, keepdim=True) * log_rho.exp()
        log_sum = torch.log(theta + mean + 1e-8)
        value = theta * (self.log_theta - log_sum) + x * (torch.log(mean + 1e-8) - log_sum)
        return (value + torch.lgamma(x + theta) - torch.lgamma(theta) - torch.lgamma(x + 1)).sum(1)

    def terms(self, x, generator):
        """One-sample log-likelihood and closed-form rate of each row."""
        mu, log_variance = self.encode(x)
        z = mu + torch.exp(0.5 * log_variance) * torch.randn(mu.shape, generator=generator)
        rate = 0.5 * (mu * mu + log_variance.exp() - log_variance - 1)
        return self.log_likelihood(z, x), rate


def train(model, x, epochs, batch, optimiser, generator, after_epoch):
    """after_epoch(number) is called every few epochs; returns CPU seconds of training alone."""
    seconds = 0.0
    for number in range(1, epochs + 1):
        started = time.process_time()
        model.train()
        for rows in torch.randperm(len(x), generator=generator).split(batch):
            log_likelihood, rate = model.terms(x[rows].float(), generator)
            loss = (rate.sum(1) - log_likelihood).mean()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
        seconds += time.process_time() - started
        after_epoch(number)
    return seconds


def held_out(model, x, draws, seed):
    """Mean over draws of the distortion of each row, and the rate of each row and unit; running statistics."""
    model.eval()
    generator = torch.Generator().manual_seed(seed)
    distortion, rates = [], []
    with torch.no_grad():
        for rows in torch.arange(len(x)).split(256):
            block = x[rows].float()
            terms = [model.terms(block, generator) for _ in range(draws)]
            distortion.append(-sum(value for value, _ in terms).double() / draws)
            rates.append(terms[0][1].double())
    return torch.cat(distortion), torch.cat(rates)
