namespace Uncollapse.Records.Diagnoses;

/// <summary>Whether examples of one class lie together in the code (posterior means, Euclidean), beside the same of principal components of the data.</summary>
public sealed record Neighbourhood
{
    /// <summary>The class column.</summary>
    public required string Column { get; init; }

    /// <summary>Examples with a class, of all splits.</summary>
    public required int Examples { get; init; }

    /// <summary>Neighbours k.</summary>
    public required int Neighbours { get; init; }

    /// <summary>The mean share of an example's k nearest neighbours that have its class.</summary>
    public required double Purity { get; init; }

    /// <summary>What the purity is where places say nothing: the chance that two examples are of one class.</summary>
    public required double Chance { get; init; }

    /// <summary>The mean silhouette (Rousseeuw 1987), -1 to 1.</summary>
    public required double Silhouette { get; init; }

    /// <summary>Principal components of log-normalised counts (a cell's counts to 10,000 in sum, log(1 + x)) that the code is compared with; null where data are no counts.</summary>
    public int? Components { get; init; }

    /// <summary>Their purity on the same examples.</summary>
    public double? ComponentsPurity { get; init; }

    /// <summary>Their silhouette.</summary>
    public double? ComponentsSilhouette { get; init; }
}
