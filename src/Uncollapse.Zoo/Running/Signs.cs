using System.Globalization;
using Uncollapse.Records.Zoo;

namespace Uncollapse.Zoo.Running;

/// <summary>The signs that several plants share, and how a sign is made.</summary>
internal static class Signs
{
    /// <summary>A twin that carries less is no twin to compare with (nats).</summary>
    internal const double LeastTwinInformation = 1;

    private const double CollapsedShare = 0.1;

    internal static ZooSign Information(Outcome twin, Outcome plant) => Share(
        "mutual_information", "mutual information I(X;Z), nats", twin, plant, outcome => outcome.HeldOut.MutualInformation.Estimate);

    internal static ZooSign Use(Outcome twin, Outcome plant) => Share(
        "shuffle_code", "what another example's code costs the decoder, nats", twin, plant, outcome => outcome.HeldOut.Interventions?.ShuffleCode?.LossNats);

    /// <summary>Residuals far below the noise that was assumed: the noise is wrong, or the units are.</summary>
    internal static ZooSign ErrorToVariance(Outcome twin, Outcome plant, double most)
    {
        static double? Ratio(Outcome outcome) => outcome.HeldOut.Reconstruction?.MeanSquaredError / outcome.Plan.Model.Likelihood.Sigma2;
        string expected = string.Create(CultureInfo.InvariantCulture, $"below {most:0.##}, the twin's above");
        return Of("error_to_variance", "mean squared error over the σ² that was assumed", Ratio(twin), Ratio(plant), expected, (healthy, collapsed) => collapsed < most && healthy > most);
    }

    /// <summary>The plant's value is below a share of the twin's, a tenth unless said.</summary>
    internal static ZooSign Share(string measure, string meaning, Outcome twin, Outcome plant, Func<Outcome, double?> value, double share = CollapsedShare)
    {
        double? healthy = value(twin), collapsed = value(plant);
        string expected = string.Create(CultureInfo.InvariantCulture, $"below {100 * share:0.##} % of the twin's");
        return new ZooSign(measure, meaning, healthy, collapsed, expected, collapsed < share * healthy);
    }

    /// <summary>A sign that only the plant can have, as the twin has no such part; it does not hold where its value is unknown.</summary>
    internal static ZooSign OfPlant(string measure, string meaning, double? collapsed, string expected, Func<double, bool> holds) =>
        new(measure, meaning, null, collapsed, expected, collapsed is { } known && holds(known));

    /// <summary>A sign with a rule of its own; it does not hold where a value is unknown.</summary>
    internal static ZooSign Of(string measure, string meaning, double? healthy, double? collapsed, string expected, Func<double, double, bool> holds) =>
        new(measure, meaning, healthy, collapsed, expected, healthy is { } h && collapsed is { } c && holds(h, c));
}
