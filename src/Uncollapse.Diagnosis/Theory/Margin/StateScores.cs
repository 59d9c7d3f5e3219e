using System.Numerics.Tensors;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>The scores of a collapsed state, centred and whitened by (an estimate of) its Fisher information.</summary>
/// <param name="Rows">y = M^(-1/2) (s - E[s]).</param>
/// <param name="Strength">The information of each parameter over the mean of all.</param>
/// <param name="Information">v^T M^(-1/2) E[F] M^(-1/2) v of a direction: |v|^2 where M is E[F].</param>
/// <param name="Directions">In which directions a code may enter, in words.</param>
/// <param name="Fitted">What was fitted to the state, in words.</param>
internal sealed record StateScores(StateRows Rows, double[] Strength, Func<float[], double> Information, string Directions, string Fitted)
{
    /// <summary>|v|^2.</summary>
    public static double Square(float[] direction) => TensorPrimitives.SumOfSquares(direction);

    /// <summary>Each over the mean of all that are not 0.</summary>
    public static double[] Relative(IReadOnlyList<double> information)
    {
        double mean = information.Where(f => f > 0).DefaultIfEmpty(1).Average();
        return [.. information.Select(f => f / mean)];
    }

    /// <summary>What the eigenvalues of the rows are multiplied by.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Gaussian of one variance that is fixed: the mean squared residual over that variance.</summary>
    public double? ResidualShare { get; init; }

    /// <summary>Gaussian: the state's mean variance.</summary>
    public double? Sigma2 { get; init; }
}
