namespace Uncollapse.Training.Watching;

/// <summary>From where on a watch warns: calibrated on the zoo (docs/watch.md), whose twins must stay unwarned, at their own pace and far slower.</summary>
internal static class WatchThresholds
{
    /// <summary>A code that tells less than this is next to nothing (nats): the bound of a collapsed verdict.</summary>
    internal const double Nothing = 0.1;

    /// <summary>Epochs over which something must hold, so that a slow start is none.</summary>
    internal const int Lasting = 2;

    /// <summary>A code that forms, however slowly, grows by more than this share in <see cref="Lasting"/> epochs.</summary>
    internal const double Growth = 1.02;

    /// <summary>What one code an example leaves to chance in the information of a silent code, from epoch to epoch (nats).</summary>
    internal const double Noise = 0.02;

    /// <summary>A training whose last epoch brought more than this share of all it gained in ELBO has not settled: its code may be yet to come.</summary>
    internal const double Settled = 0.15;

    /// <summary>Only a code that has held this much can fade (nats).</summary>
    internal const double Held = 0.5;

    /// <summary>What is left of the most it has held when a code fades, whatever it was.</summary>
    internal const double LittleOfMost = 0.25;

    /// <summary>What is left of the most it has held when a code fades that holds less than <see cref="Held"/>.</summary>
    internal const double HalfOfMost = 0.5;

    /// <summary>A learned variance this many times above its least value, rising.</summary>
    internal const double VarianceRise = 1.2;

    /// <summary>A rate above this (nats) should tell something.</summary>
    internal const double Rate = 0.5;

    /// <summary>The share of a rate that must be information; of a rate far above the information's ceiling nothing can be said.</summary>
    internal const double InformationOfRate = 0.1;

    /// <summary>Nats of the objective lost on validation examples since its best...</summary>
    internal const double Lost = 1;

    /// <summary>...and the share of all that it gained there.</summary>
    internal const double LostOfGained = 0.1;
}
