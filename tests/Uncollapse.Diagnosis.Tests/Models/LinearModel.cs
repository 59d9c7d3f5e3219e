using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Tests.Models;

/// <summary>
/// A linear VAE on N(0, diag(25, 16, 9, 4, 1)) with the weights of the closed form (Tipping and Bishop 1999), not trained: unit i reads and
/// writes output i, with posterior variance sigma^2 / l_i.
/// </summary>
internal sealed class LinearModel : IDisposable
{
    public static readonly double[] Eigenvalues = [25, 16, 9, 4, 1];

    public LinearModel(int units, int examples = 4000)
    {
        Sigma2 = Eigenvalues.Skip(units).Average();
        var linear = new NetworkPlan { Hidden = [] };
        Plan = new Plan
        {
            Seed = 3,
            Data = new DataPlan { Source = $"synthetic:gaussian?eigenvalues=25,16,9,4,1&rotate=false&examples={examples}", Test = 0.5, Validation = 0.1 },
            Model = new ModelPlan
            {
                Latent = units,
                Encoder = linear,
                Decoder = linear,
                Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Fixed, Sigma2 = Sigma2 },
            },
        };
        Data = PreparedData.Open(Plan.Data, new Rng(3));
        Model = Vae<float>.Build(Plan.Model, new DataStatistics(new double[5]), new Rng(1));
        foreach (Parameter<float> parameter in Model.Parameters.Trained) parameter.Tensor.Data.Clear();
        for (int unit = 0; unit < units; unit++)
        {
            double eigenvalue = Eigenvalues[unit], weight = Math.Sqrt(eigenvalue - Sigma2);
            DecoderWeight.Data[(unit * 5) + unit] = (float)weight;
            EncoderWeight.Data[(unit * EncoderWeight.Columns) + unit] = (float)(weight / eigenvalue);
            LogVarianceBias(unit) = (float)Math.Log(Sigma2 / eigenvalue);
        }
    }

    public double Sigma2 { get; }

    public Plan Plan { get; }

    public PreparedData Data { get; }

    public Vae<float> Model { get; }

    /// <summary>[outputs, units] or, where mean and log-variance are one layer, [outputs, 2 units].</summary>
    public Tensor<float> EncoderWeight => Model.Parameters.Trained.First(p => p.Name.StartsWith("encoder", StringComparison.Ordinal) && p.Name.EndsWith("weight", StringComparison.Ordinal)).Tensor;

    public Tensor<float> DecoderWeight => Model.Parameters.Trained.First(p => p.Name.StartsWith("decoder", StringComparison.Ordinal) && p.Name.EndsWith("weight", StringComparison.Ordinal)).Tensor;

    public ModelSubject Subject => new() { Model = Model, Data = Data, Source = "linear", Checkpoint = "last", Plan = Plan };

    public ref float MeanBias(int unit) => ref EncoderBias(first: true)[unit];

    public ref float LogVarianceBias(int unit)
    {
        Span<float> bias = EncoderBias(first: false);
        return ref bias[bias.Length - Model.LatentCount + unit];
    }

    public void Dispose()
    {
        Model.Dispose();
        Data.Dispose();
    }

    private Span<float> EncoderBias(bool first)
    {
        Parameter<float>[] biases = [.. Model.Parameters.Trained.Where(p => p.Name.StartsWith("encoder", StringComparison.Ordinal) && p.Name.EndsWith("bias", StringComparison.Ordinal))];
        return (first ? biases[0] : biases[^1]).Tensor.Data;
    }
}
