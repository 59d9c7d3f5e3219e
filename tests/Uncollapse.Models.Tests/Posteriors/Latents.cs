using Uncollapse.Models.Posteriors;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Posteriors;

/// <summary>Small models with each kind of code.</summary>
internal static class Latents
{
    public const int Outputs = 6;

    public static string[] Names { get; } =
    [
        "diagonal", "full", "sphere", "sphere, fixed", "ladder", "mixture", "vamp", "full, mixture", "full, vamp",
    ];

    public static ModelPlan Plan(string name, int latent = 3, int components = 4, Normalisation normalisation = Normalisation.None)
    {
        var plan = TestModels.Plan(latent, [5], activation: Activation.Tanh, normalisation: normalisation);
        return plan with
        {
            Posterior = new PosteriorPlan
            {
                Kind = name.StartsWith("full", StringComparison.Ordinal) ? PosteriorKind.Full
                    : name.StartsWith("sphere", StringComparison.Ordinal) ? PosteriorKind.VonMisesFisher : PosteriorKind.Diagonal,
                Concentration = name == "sphere, fixed" ? 6 : null,
                UpperUnits = name == "ladder" ? 1 : 0,
            },
            Prior = new PriorPlan
            {
                Kind = name.EndsWith("mixture", StringComparison.Ordinal) ? PriorKind.Mixture
                    : name.EndsWith("vamp", StringComparison.Ordinal) ? PriorKind.Vamp : PriorKind.Normal,
                Components = components,
            },
        };
    }

    public static Vae<double> Build(string name, int latent = 3, int components = 4) =>
        Vae<double>.Build(Plan(name, latent, components), TestModels.Statistics(Outputs), new Rng(1));

    /// <summary>The posteriors of some examples, and codes of them: several each.</summary>
    public static (Posterior<double> Posterior, Tensor<double> Code) Draw(Vae<double> model, in Pass<double> pass, int examples, int samples, ulong seed = 5)
    {
        var x = pass.Tape.Constant(new Shape(examples, Outputs));
        Tensors.Ops.NoiseOp.FillUniform(new Rng(seed), x.Data);
        var posterior = model.Encode(x, pass).Posterior;
        var repeated = posterior.Repeat(pass.Tape, samples);
        var noise = pass.Tape.Constant(repeated.NoiseShape);
        new Rng(seed + 1).FillNormal(noise.Data);
        return (posterior, repeated.Sample(noise, pass));
    }
}
