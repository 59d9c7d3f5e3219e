namespace Uncollapse.Records.Plans;

/// <summary>The keys of a plan's model section.</summary>
internal static class ModelKeys
{
    internal static IEnumerable<PlanKey> All() =>
    [
        Make.Int("model.latent", "number of latent units", p => p.Model.Latent, (p, v) => Set(p, p.Model with { Latent = v })),
        .. NetworkKeys.Of("model.encoder", isDecoder: false, p => p.Model.Encoder, (p, v) => Set(p, p.Model with { Encoder = v })),
        .. Code(),
        .. NetworkKeys.Of("model.decoder", isDecoder: true, p => p.Model.Decoder, (p, v) => Set(p, p.Model with { Decoder = v })),
        .. Likelihood(),
        Make.Enum("model.initialisation", "how weights are drawn", p => p.Model.Initialisation, (p, v) => Set(p, p.Model with { Initialisation = v })),
        Make.Enum("model.output_bias", "where the decoder's last bias starts", p => p.Model.OutputBias, (p, v) => Set(p, p.Model with { OutputBias = v })),
    ];

    private static IEnumerable<PlanKey> Code()
    {
        static Plan SetPosterior(Plan plan, PosteriorPlan posterior) => Set(plan, plan.Model with { Posterior = posterior });
        static Plan SetPrior(Plan plan, PriorPlan prior) => Set(plan, plan.Model with { Prior = prior });
        static Plan SetSkips(Plan plan, SkipPlan skips) => Set(plan, plan.Model with { Skips = skips });
        static bool IsDiagonal(Plan plan) => plan.Model.Posterior.Kind == PosteriorKind.Diagonal;
        static bool IsSpherical(Plan plan) => plan.Model.Posterior.Kind == PosteriorKind.VonMisesFisher;
        static bool HasSkips(Plan plan) => plan.Model.Skips.Kind != SkipKind.None;
        return
        [
            Make.Enum("model.posterior.kind", "the family of q(z|x)", p => p.Model.Posterior.Kind, (p, v) => SetPosterior(p, p.Model.Posterior with { Kind = v })),
            Make.NullableDouble("model.posterior.concentration", "kappa on the sphere; null: predicted for each example", p => p.Model.Posterior.Concentration, (p, v) => SetPosterior(p, p.Model.Posterior with { Concentration = v }), IsSpherical),
            Make.NullableDouble("model.posterior.centred_scale", "standard deviation that batch normalisation gives each unit's means; null: not normalised", p => p.Model.Posterior.CentredScale, (p, v) => SetPosterior(p, p.Model.Posterior with { CentredScale = v }), IsDiagonal),
            Make.Bool("model.posterior.learned_shift", "whether the normalised means get a learned shift", p => p.Model.Posterior.LearnedShift, (p, v) => SetPosterior(p, p.Model.Posterior with { LearnedShift = v }), p => IsDiagonal(p) && p.Model.Posterior.CentredScale is not null),
            Make.NullableDouble("model.posterior.committed_rate", "nats that every unit of every example costs at least; null: none", p => p.Model.Posterior.CommittedRate, (p, v) => SetPosterior(p, p.Model.Posterior with { CommittedRate = v }), IsDiagonal),
            Make.Int("model.posterior.upper_units", "of the latent units, those of an upper level of a two-level ladder; 0: one level", p => p.Model.Posterior.UpperUnits, (p, v) => SetPosterior(p, p.Model.Posterior with { UpperUnits = v }), IsDiagonal),
            Make.Enum("model.prior.kind", "the prior p(z)", p => p.Model.Prior.Kind, (p, v) => SetPrior(p, p.Model.Prior with { Kind = v })),
            Make.Int("model.prior.components", "components of a mixture, pseudo-inputs of vamp", p => p.Model.Prior.Components, (p, v) => SetPrior(p, p.Model.Prior with { Components = v }), p => p.Model.Prior.Kind != PriorKind.Normal),
            Make.Enum("model.skips.kind", "connections from the encoder to the decoder round the code", p => p.Model.Skips.Kind, (p, v) => SetSkips(p, p.Model.Skips with { Kind = v })),
            Make.Int("model.skips.skip_features", "features of a skip between dense layers", p => p.Model.Skips.Features, (p, v) => SetSkips(p, p.Model.Skips with { Features = v }), p => HasSkips(p) && p.Model.Encoder.Kind == NetworkKind.Mlp),
            Make.Double("model.skips.skip_dropout", "probability that an example's skips are dropped in training", p => p.Model.Skips.Dropout, (p, v) => SetSkips(p, p.Model.Skips with { Dropout = v }), HasSkips),
        ];
    }

    private static IEnumerable<PlanKey> Likelihood()
    {
        static Plan SetLikelihood(Plan plan, LikelihoodPlan likelihood) => Set(plan, plan.Model with { Likelihood = likelihood });
        static LikelihoodKind Kind(Plan plan) => plan.Model.Likelihood.Kind;
        static bool IsGaussian(Plan plan) => Kind(plan) == LikelihoodKind.Gaussian;
        return
        [
            Make.Enum("model.likelihood.kind", "the distribution p(x|z)", p => p.Model.Likelihood.Kind, (p, v) => SetLikelihood(p, p.Model.Likelihood with { Kind = v })),
            Make.Enum("model.likelihood.variance", "where a Gaussian's variance comes from", p => p.Model.Likelihood.Variance, (p, v) => SetLikelihood(p, p.Model.Likelihood with { Variance = v }), IsGaussian),
            Make.Double("model.likelihood.sigma2", "the variance, fixed, at the start, or the bound it starts from", p => p.Model.Likelihood.Sigma2, (p, v) => SetLikelihood(p, p.Model.Likelihood with { Sigma2 = v }), p => IsGaussian(p) && p.Model.Likelihood.Variance != VarianceKind.Optimal),
            Make.Enum("model.likelihood.optimum", "over what an optimal variance is the mean squared error", p => p.Model.Likelihood.Optimum, (p, v) => SetLikelihood(p, p.Model.Likelihood with { Optimum = v }), p => IsGaussian(p) && p.Model.Likelihood.Variance == VarianceKind.Optimal),
            Make.Int("model.likelihood.logistics", "logistics in the mixture", p => p.Model.Likelihood.Logistics, (p, v) => SetLikelihood(p, p.Model.Likelihood with { Logistics = v }), p => Kind(p) == LikelihoodKind.DiscretisedLogistic),
            Make.Double("model.likelihood.temperature", "what the logits are divided by; above 1 is a noisier decoder", p => p.Model.Likelihood.Temperature, (p, v) => SetLikelihood(p, p.Model.Likelihood with { Temperature = v }), p => Kind(p) is LikelihoodKind.Bernoulli or LikelihoodKind.Categorical),
            .. Counts(SetLikelihood),
        ];
    }

    private static IEnumerable<PlanKey> Counts(Func<Plan, LikelihoodPlan, Plan> set) =>
    [
        Make.Enum("model.likelihood.library", "where an example's expected sum of counts comes from: its own sum, or one more latent unit", p => p.Model.Likelihood.Library, (p, v) => set(p, p.Model.Likelihood with { Library = v }), p => p.Model.Likelihood.HasLibrary),
        Make.Enum("model.likelihood.dispersion", "how many dispersions a negative binomial has: one an output, one an output and value of the condition, one an output and example", p => p.Model.Likelihood.Dispersion, (p, v) => set(p, p.Model.Likelihood with { Dispersion = v }), p => p.Model.Likelihood.IsNegativeBinomial),
        Make.Double("model.likelihood.theta", "the dispersion, fixed or at the start; lower is noisier", p => p.Model.Likelihood.Theta, (p, v) => set(p, p.Model.Likelihood with { Theta = v }), p => p.Model.Likelihood.HasTheta),
        Make.Bool("model.likelihood.fixed_theta", "whether the dispersion is not learned", p => p.Model.Likelihood.FixedTheta, (p, v) => set(p, p.Model.Likelihood with { FixedTheta = v }), p => p.Model.Likelihood.HasTheta),
        Make.NullableDouble("model.likelihood.zero_inflation", "probability of a zero beside the negative binomial's, fixed; null: the decoder says it", p => p.Model.Likelihood.ZeroInflation, (p, v) => set(p, p.Model.Likelihood with { ZeroInflation = v }), p => p.Model.Likelihood.Kind == LikelihoodKind.ZeroInflatedNegativeBinomial),
    ];

    private static Plan Set(Plan plan, ModelPlan model) => plan with { Model = model };
}
