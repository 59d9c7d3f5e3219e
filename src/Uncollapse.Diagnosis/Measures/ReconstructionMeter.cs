using Uncollapse.Models;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Diagnosis.Measures;

/// <summary>Sums the squared error of the decoder's mean and the likelihood's variance over batches.</summary>
internal sealed class ReconstructionMeter(Vae<float> model) : IDisposable
{
    private readonly Tape<float> _tape = new(TapeMode.Inference);
    private double _squares;
    private double _variances;
    private long _values;
    private long _varianceCount;

    /// <summary>The mean squared error an output; null for tokens, which have no mean.</summary>
    public double? MeanSquaredError => _values == 0 ? null : _squares / _values;

    /// <summary>The mean variance sigma^2; null where the likelihood is no Gaussian.</summary>
    public double? Sigma2 => _varianceCount == 0 ? null : _variances / _varianceCount;

    /// <summary>Adds a batch.</summary>
    public void Add(ReadOnlySpan<float> examples, ReadOnlySpan<float> codes)
    {
        if (model.Likelihood is TokenLikelihood<float>) return;
        int rows = codes.Length / model.LatentCount;
        _tape.Reset();
        var pass = new Pass<float>(_tape, Training: false, default);
        Tensor<float> code = _tape.Constant(new Shape(rows, model.LatentCount));
        codes.CopyTo(code.Data);
        DecoderContext<float> context = default;
        if (model.Uses != ContextUse.None)
        {
            Tensor<float> x = _tape.Constant(new Shape(rows, model.RowSize));
            examples.CopyTo(x.Data);
            context = model.Encode(x, pass).Context;
        }

        LikelihoodParameters<float> parameters = model.Decode(code, context, pass);
        float[] mean = new float[rows * model.OutputCount];
        model.Likelihood.Mean(parameters, mean);
        for (int i = 0; i < mean.Length; i++)
        {
            int row = i / model.OutputCount, output = i % model.OutputCount;
            double error = (double)examples[(row * model.RowSize) + output] - mean[i];
            _squares += error * error;
        }

        _values += mean.Length;
        if (model.Likelihood is not GaussianLikelihood<float> gaussian) return;
        double sum = 0;
        ReadOnlySpan<float> logVariance = gaussian.Variance.LogVariance(parameters);
        foreach (float value in logVariance) sum += Math.Exp(value);
        _variances += rows * (sum / logVariance.Length);
        _varianceCount += rows;
    }

    public void Dispose() => _tape.Dispose();
}
