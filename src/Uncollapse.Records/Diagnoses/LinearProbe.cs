using System.Text.Json.Serialization;

namespace Uncollapse.Records.Diagnoses;

/// <summary>A ridge regression from the posterior means, cross-validated: its R^2 for a number, its balanced accuracy (to the class of the largest output) for classes.</summary>
public sealed record LinearProbe
{
    /// <summary>R^2 on examples that it was not fitted to; null for classes.</summary>
    [JsonPropertyName("r2")]
    public double? R2 { get; init; }

    /// <summary>The mean over classes of the share recognised, on examples that it was not fitted to; null for numbers.</summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>What guessing gets: one over the number of classes; null for numbers.</summary>
    public double? Chance { get; init; }

    /// <summary>Folds of the cross-validation.</summary>
    public required int Folds { get; init; }

    /// <summary>The penalty on squared weights.</summary>
    public required double Penalty { get; init; }
}
