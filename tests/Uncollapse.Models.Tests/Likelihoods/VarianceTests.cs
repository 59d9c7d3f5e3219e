using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Tests.Likelihoods;

/// <summary>Optimal variances are closed forms of the errors; bounded ones stay below their bound.</summary>
public sealed class VarianceTests
{
    private const int Rows = 3, Outputs = 2;

    // Squared errors of [[1, 0], [3, 2], [1, 4]]: by output 11/3 and 20/3; by example 1/2, 13/2, 17/2; in all 31/6.
    private static readonly double[] Errors = [1, 0, 3, -2, -1, 4];

    public static TheoryData<VarianceOptimum, double[], double[]> Optima => new()
    {
        { VarianceOptimum.Shared, [31.0 / 6], [31.0 / 6] },
        { VarianceOptimum.PerOutput, [11.0 / 3, 20.0 / 3], [11.0 / 3, 20.0 / 3] },
        { VarianceOptimum.PerExample, [0.5, 0.5, 6.5, 6.5, 8.5, 8.5], [31.0 / 6] },
    };

    [Theory]
    [MemberData(nameof(Optima))]
    public void The_optimal_variance_is_the_closed_form_and_its_density_looks_at_no_x(VarianceOptimum optimum, double[] training, double[] evaluation)
    {
        using var parameters = new ParameterSet<double>();
        var variance = new OptimalVariance<double>(parameters, 0.25, optimum, Outputs);
        using var tape = new Tape<double>();
        using var mean = new Tensor<double>(new Shape(Rows, Outputs));
        using var target = new Tensor<double>(new Shape(Rows, Outputs), Errors);
        using var other = new Tensor<double>(new Shape(Rows, Outputs), [9, 9, 9, 9, 9, 9]);
        var said = new LikelihoodParameters<double>(mean, null, null);
        Assert.All(variance.LogVariance(said).ToArray(), value => Assert.Equal(Soft(0.25), value, 1e-12));
        double[] found = variance.LogVariance(said, target, new Pass<double>(tape, true, default)).Data.ToArray();
        AssertEqual(training, found);
        AssertEqual(evaluation, variance.LogVariance(said).ToArray());
        // Another x: the density's variance is what training left.
        AssertEqual(evaluation, variance.LogVariance(said, other, new Pass<double>(tape, false, default)).Data.ToArray());
        Assert.Equal(optimum != VarianceOptimum.PerOutput, variance.IsShared);
    }

    // At the optimum of the training batch the log-likelihood beats every other variance of the same kind.
    [Theory]
    [InlineData(VarianceOptimum.Shared)]
    [InlineData(VarianceOptimum.PerOutput)]
    [InlineData(VarianceOptimum.PerExample)]
    public void No_other_variance_explains_the_batch_better(VarianceOptimum optimum)
    {
        using var parameters = new ParameterSet<double>();
        var variance = new OptimalVariance<double>(parameters, 0.25, optimum, Outputs);
        using var tape = new Tape<double>();
        using var mean = new Tensor<double>(new Shape(Rows, Outputs));
        using var target = new Tensor<double>(new Shape(Rows, Outputs), Errors);
        double[] logVariance = variance.LogVariance(new LikelihoodParameters<double>(mean, null, null), target, new Pass<double>(tape, true, default)).Data.ToArray();
        double LogLikelihood(double shift)
        {
            double sum = 0;
            for (int i = 0; i < Errors.Length; i++)
            {
                double v = shift + logVariance[logVariance.Length == Outputs ? i % Outputs : i % logVariance.Length];
                sum -= 0.5 * (v + (Errors[i] * Errors[i] * Math.Exp(-v)));
            }

            return sum;
        }

        // The soft floor lifts log sigma by e^-6 and less, which costs squares of that.
        Assert.True(LogLikelihood(0) > LogLikelihood(0.02) && LogLikelihood(0) > LogLikelihood(-0.02));
    }

    [Fact]
    public void A_bounded_variance_starts_at_its_bound_returns_to_it_and_leaves_it_at_once()
    {
        using var parameters = new ParameterSet<double>();
        var variance = new BoundedVariance<double>(parameters, 0.3);
        Tensor<double> rho = parameters["likelihood.log_variance"].Tensor;
        Assert.Equal(Math.Log(0.3), variance.LogVariance(default)[0], 1e-15);
        rho.Data[0] = 2;
        Assert.Equal(Math.Log(0.3), variance.LogVariance(default)[0], 1e-15);
        rho.Data[0] = -3;
        Assert.Equal(-3, variance.LogVariance(default)[0]);
        Assert.True(parameters["likelihood.log_variance"].IsTrained);
    }

    // With small errors a learned variance falls, with large ones it would rise: the bound holds it.
    [Theory]
    [InlineData(0.1, 0.01)]
    [InlineData(3, 0.3)]
    public void Gradient_steps_end_at_the_error_or_at_the_bound(double error, double expected)
    {
        using var model = Vae<double>.Build(
            TestModels.Plan(1, [2], LikelihoodKind.Gaussian) with { Likelihood = new LikelihoodPlan { Kind = LikelihoodKind.Gaussian, Variance = VarianceKind.Bounded, Sigma2 = 0.3 } },
            TestModels.Statistics(Outputs), new Rng(1));
        using var tape = new Tape<double>();
        using var mean = new Tensor<double>(new Shape(Rows, Outputs));
        using var target = new Tensor<double>(new Shape(Rows, Outputs));
        target.Data.Fill(error);
        Tensor<double> rho = model.Parameters["likelihood.log_variance"].Tensor;
        for (int step = 0; step < 400; step++)
        {
            tape.Reset();
            var pass = new Pass<double>(tape, true, default);
            var logLikelihood = model.Likelihood.LogLikelihood(new LikelihoodParameters<double>(mean, null, null), target, pass);
            tape.Backward(Tensors.Ops.MeanOp.Mean(tape, logLikelihood), -1);
            rho.Data[0] -= 0.05 * rho.Gradient[0];
        }

        var gaussian = Assert.IsType<GaussianLikelihood<double>>(model.Likelihood);
        Assert.Equal(Math.Log(expected), gaussian.Variance.LogVariance(default)[0], 1e-3);
    }

    private static double Soft(double error) => 2 * (-6 + double.LogP1(Math.Exp(6 + (0.5 * Math.Log(error)))));

    private static void AssertEqual(double[] errors, double[] logVariance)
    {
        Assert.Equal(errors.Length, logVariance.Length);
        for (int i = 0; i < errors.Length; i++) Assert.Equal(Soft(errors[i]), logVariance[i], 1e-9);
    }
}
