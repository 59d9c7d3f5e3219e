namespace Uncollapse.Records.Plans;

/// <summary>A multilayer perceptron between two fixed ends: hidden layers, each linear, normalised, activated, dropped out.</summary>
public sealed record NetworkPlan
{
    /// <summary>Width of each hidden layer, from the input side; empty: a linear map.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [200, 200];

    /// <summary>The nonlinearity after each hidden layer.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>The normalisation before each activation.</summary>
    public Normalisation Normalisation { get; init; } = Normalisation.None;

    /// <summary>The probability in [0, 1) that a hidden feature is dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Equal when all members are, hidden widths compared one by one.</summary>
    public bool Equals(NetworkPlan? other) =>
        other is not null && Hidden.SequenceEqual(other.Hidden) && Activation == other.Activation
        && Normalisation == other.Normalisation && Dropout.Equals(other.Dropout);

    /// <summary>Consistent with <see cref="Equals(NetworkPlan)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Hidden.Count, Activation, Normalisation, Dropout);
}
