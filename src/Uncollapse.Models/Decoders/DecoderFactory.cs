using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;

namespace Uncollapse.Models.Decoders;

/// <summary>From a plan's words to a decoder.</summary>
public static class DecoderFactory
{
    /// <summary>Builds the decoder and its parameters, named <c>decoder.*</c>.</summary>
    /// <param name="parameters">Where parameters are added.</param>
    /// <param name="plan">The model.</param>
    /// <param name="statistics">The data's shape, and the mean of each output where the plan wants biases to start from it.</param>
    /// <param name="likelihood">Says which heads there are.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">The plan names what is no decoder.</exception>
    public static Decoder<T> Build<T>(
        ParameterSet<T> parameters, ModelPlan plan, DataStatistics statistics, Likelihood<T> likelihood, Initialiser initialiser)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = plan.Latent + statistics.ConditionCount;
        var mean = plan.OutputBias == OutputBias.DataMean ? statistics.OutputMean : null;
        return plan.Decoder.Kind switch
        {
            NetworkKind.Mlp => new MlpDecoder<T>(
                parameters, plan.Decoder, inputs, statistics.OutputCount, likelihood, initialiser, mean, plan.Skips, plan.Latent),
            NetworkKind.Lstm or NetworkKind.Gru => new RecurrentDecoder<T>(parameters, plan.Decoder, inputs, statistics, initialiser),
            NetworkKind.Transformer => new TransformerDecoder<T>(parameters, plan.Decoder, inputs, statistics, initialiser),
            NetworkKind.Made => new MadeDecoder<T>(parameters, plan.Decoder, inputs, statistics.OutputCount, likelihood, initialiser, mean),
            NetworkKind.Injective => new InjectiveDecoder<T>(parameters, plan.Decoder, inputs, statistics.OutputCount, likelihood, initialiser, mean),
            NetworkKind.Pixelcnn => new PixelcnnDecoder<T>(parameters, plan.Decoder, inputs, statistics, likelihood, initialiser, mean),
            NetworkKind.Conv => new ConvolutionalDecoder<T>(
                parameters, plan.Decoder, inputs, statistics, likelihood, initialiser, mean, plan.Skips, plan.Latent),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Decoder.Kind, "no decoder"),
        };
    }
}
