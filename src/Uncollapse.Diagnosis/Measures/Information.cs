namespace Uncollapse.Diagnosis.Measures;

/// <summary>I(X;Z) and its parts, with what its intervals are computed from. Nats.</summary>
public sealed record Information
{
    /// <summary>Each example's log q_n(z) - log (1/M) sum_m q_m(z), averaged over its codes; their mean is the estimate.</summary>
    public required double[] PerExample { get; init; }

    /// <summary>The estimate: the own component in the aggregate. A lower bound for fresh examples; at most <see cref="Ceiling"/>.</summary>
    public required double Estimate { get; init; }

    /// <summary>The own component left out (Poole et al. 2019): an upper bound in expectation.</summary>
    public required double Upper { get; init; }

    /// <summary>I(X; Z_j) of each unit, by one-dimensional mixtures of the same codes and aggregate.</summary>
    public required double[] PerUnit { get; init; }

    /// <summary>KL(q(z)||p(z)) = R - I.</summary>
    public required double AggregateKl { get; init; }

    /// <summary>sum_j KL(q(z_j)||p(z_j)) = sum_j (R_j - I_j).</summary>
    public required double MarginalKl { get; init; }

    /// <summary>Examples M in the aggregate.</summary>
    public required int AggregateSize { get; init; }

    /// <summary>Codes drawn for each example.</summary>
    public required int Samples { get; init; }

    /// <summary>KL(q(z)||prod_j q(z_j)) (Chen et al. 2018): what remains of the aggregate's divergence beside the marginals', so the two add up.</summary>
    public double TotalCorrelation => AggregateKl - MarginalKl;

    /// <summary>log M.</summary>
    public double Ceiling => Math.Log(AggregateSize);
}
