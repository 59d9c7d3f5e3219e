namespace Uncollapse.Training.Watching;

/// <summary>Cheap signals of a code's health at one moment of a training. Nats; null where a signal has no meaning for the model.</summary>
/// <param name="Information">I(X;Z) on some examples, the aggregate being the same ones; null where it is not finite.</param>
/// <param name="Ceiling">log N of those examples: the information cannot be more.</param>
/// <param name="UnitRates">The mean rate of each unit; null unless the prior is N(0, I) and units are Gaussian.</param>
/// <param name="RatePull">The mean length of an example's gradient of the rate by what the encoder's last layer says of it.</param>
/// <param name="DistortionPull">The same of the distortion.</param>
public readonly record struct Signals(double? Information, double Ceiling, IReadOnlyList<double>? UnitRates, double RatePull, double DistortionPull)
{
    /// <summary>A unit whose mean rate reaches this is active (nats): measures.md's bound between alive and dead.</summary>
    public const double ActiveRate = 0.01;

    /// <summary>Of some examples the mean of the exact posterior and of the encoder's; null unless it was asked for and the code has one unit.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? PosteriorMeans { get; init; }

    /// <summary>Units whose rate reaches <see cref="ActiveRate"/>.</summary>
    public int? ActiveUnits => UnitRates?.Count(rate => rate >= ActiveRate);

    /// <summary>The KL term's share of the pull on the encoder's output.</summary>
    /// <param name="weight">The KL term's weight against the distortion summed over outputs.</param>
    /// <returns>In [0, 1]; null where nothing pulls or a gradient is not finite.</returns>
    public double? RateShare(double weight)
    {
        double rate = weight * RatePull, both = rate + DistortionPull;
        return both > 0 && double.IsFinite(both) ? rate / both : null;
    }
}
