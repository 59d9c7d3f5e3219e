using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Encoders;

/// <summary>From a plan's words to an encoder.</summary>
public static class EncoderFactory
{
    /// <summary>Builds the encoder and its parameters, named <c>encoder.*</c>.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="plan">The model.</param>
    /// <param name="statistics">The data's shape.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names what is no encoder.</exception>
    public static Encoder<T> Build<T>(ParameterSet<T> parameters, ModelPlan plan, DataStatistics statistics, Initialiser initialiser)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => plan.Encoder.Kind switch
        {
            NetworkKind.Mlp => new MlpEncoder<T>(
                parameters, plan.Encoder, statistics.OutputCount + statistics.ConditionCount, initialiser, plan.Skips, statistics.IsCounts),
            NetworkKind.Lstm or NetworkKind.Gru => new RecurrentEncoder<T>(parameters, plan.Encoder, statistics, initialiser),
            NetworkKind.Conv => new ConvolutionalEncoder<T>(parameters, plan.Encoder, statistics, initialiser, plan.Skips.Kind != SkipKind.None),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Encoder.Kind, "no encoder"),
        };
}
