using System.Numerics;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models.Likelihoods;

/// <summary>A variance that the decoder predicts for each example and output, as log sigma^2 in its second head.</summary>
/// <param name="start">sigma^2 that the head's bias starts from.</param>
public sealed class PredictedVariance<T>(double start) : VarianceModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override bool IsPredicted => true;

    /// <inheritdoc/>
    public override void StartBias(Span<T> bias) => bias.Fill(T.CreateChecked(Math.Log(start)));

    /// <inheritdoc/>
    public override Tensor<T> LogVariance(in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass) => parameters.Second!;

    /// <inheritdoc/>
    public override ReadOnlySpan<T> LogVariance(in LikelihoodParameters<T> parameters) => parameters.Second!.Data;
}
