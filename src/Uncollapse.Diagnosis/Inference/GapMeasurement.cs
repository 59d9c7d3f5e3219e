using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Priors;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Inference;

/// <summary>Refines the posterior of each of some examples from several starts, keeps the best, and compares it with the encoder's.</summary>
internal sealed class GapMeasurement(VaeEvaluator<float> evaluator, ExampleBlocks examples, double beta, Rng rng)
{
    // The starts, in the order of their names: a model that has let its code go is refined from the prior, a lagging encoder from its own posterior and from a random one.
    private static readonly string[] _starts = ["encoder", "prior", "random"];

    // Chosen by one noise and measured by another: a choice among noisy values flatters itself. A refined posterior replaces the encoder's where it is better by two
    // standard errors of the pairs of codes that both are compared by.
    private const int ChoicePairs = 12, Samples = 16;
    private const double ChoiceErrors = 2;

    public InferenceGap Run(DiagnosisOptions options, IProgress<double> progress, CancellationToken cancellation)
    {
        var refinement = new RefinementOptions { Beta = beta };
        using var refiner = new PosteriorRefiner<float>(evaluator.Model, refinement);
        int size = refiner.HeadCount, count = examples.Examples;
        float[] amortised = new float[count * size], refined = new float[count * size];
        double[,] values = new double[count, 4];
        int[] chosen = new int[_starts.Length + 1];
        for (int block = 0; block < examples.Count; block++)
        {
            ReadOnlySpan<float> x = examples.Read(block);
            int first = ExampleBlocks.Start(block), rows = x.Length / examples.RowSize;
            Span<float> own = amortised.AsSpan(first * size, rows * size), best = refined.AsSpan(first * size, rows * size);
            refiner.Encode(x, own);
            own.CopyTo(best);
            double[][] before = Pairs(refiner, x, own, first);
            double[] most = new double[rows];
            int[] from = new int[rows];
            for (int start = 0; start < _starts.Length; start++)
            {
                float[] heads = Start(start, own, first, size);
                refiner.Refine(x, rng.Fork("steps").Fork((ulong)start), first, heads, cancellation);
                double[][] now = Pairs(refiner, x, heads, first);
                for (int n = 0; n < rows; n++)
                {
                    double[] gains = [.. now.Zip(before, (refined, own) => refined[n] - own[n])];
                    double gain = gains.Average();
                    if (!(gain > most[n]) || gain < ChoiceErrors * Moments.StandardError(gains)) continue;
                    (most[n], from[n]) = (gain, start + 1);
                    heads.AsSpan(n * size, size).CopyTo(best[(n * size)..]);
                }

                progress.Report((first + (rows * (start + 1.0) / _starts.Length)) / count);
            }

            foreach (int start in from) chosen[start]++;
            Keep(refiner, x, own, first, values, 0);
            Keep(refiner, x, best, first, values, 2);
        }

        return Compare(refiner, amortised, refined, values, chosen, refinement, options, cancellation);
    }

    private InferenceGap Compare(
        PosteriorRefiner<float> refiner, float[] amortised, float[] refined, double[,] values, int[] chosen, RefinementOptions refinement, DiagnosisOptions options, CancellationToken cancellation)
    {
        int count = examples.Examples;
        double[] gaps = new double[count];
        double[] sums = new double[4];
        for (int n = 0; n < count; n++)
        {
            gaps[n] = values[n, 0] - values[n, 2] + (beta * (values[n, 1] - values[n, 3]));
            for (int i = 0; i < 4; i++) sums[i] += values[n, i] / count;
        }

        CodeMeasures before = Measure(refiner, amortised, options, cancellation), after = Measure(refiner, refined, options, cancellation);
        return new InferenceGap
        {
            Gap = gaps.Average(),
            Ci95 = new Bootstrap(options.BootstrapReplicates, rng.Fork("bootstrap")).OfMean(gaps).ToList(),
            Beta = beta,
            AmortisedElbo = -(sums[0] + sums[1]),
            RefinedElbo = -(sums[2] + sums[3]),
            AmortisedRate = before.Rate,
            RefinedRate = after.Rate,
            AmortisedInformation = before.Information.Estimate,
            RefinedInformation = after.Information.Estimate,
            InformationCeiling = Math.Log(count),
            Examples = count,
            Steps = refinement.Steps,
            SamplesPerStep = refinement.Samples,
            Samples = Samples,
            Starts = _starts.Prepend("none").Zip(chosen, (name, times) => (name, times)).ToDictionary(pair => pair.name, pair => pair.times / (double)count, StringComparer.Ordinal),
            Exact = IsScalar ? ScalarGrid.Measure(evaluator, examples, -(sums[0] + sums[1]), cancellation) : null,
        };
    }

    private bool IsScalar => evaluator.Model.LatentCount == 1 && evaluator.Model.Prior is StandardNormalPrior<float>;

    private CodeMeasures Measure(PosteriorRefiner<float> refiner, float[] heads, DiagnosisOptions options, CancellationToken cancellation)
    {
        int count = examples.Examples, units = evaluator.Model.LatentCount;
        float[] mean = new float[count * units], logVariance = new float[mean.Length], location = new float[mean.Length];
        float[] spread = new float[count * evaluator.Model.Posterior.Family.SpreadCount];
        refiner.Parameters(heads, location, spread, mean, logVariance);
        var encoded = new EncodedExamples(evaluator, Posteriors.Create("refined posteriors", count, units, mean, logVariance), location, spread);
        return LatentMeasurement.Run(encoded, options with { AggregateSize = null }, rng.Fork("information"), new Progress<double>(), cancellation);
    }

    /// <summary>-distortion - beta rate of each row, [pairs of codes][rows].</summary>
    private double[][] Pairs(PosteriorRefiner<float> refiner, ReadOnlySpan<float> x, ReadOnlySpan<float> heads, int first)
    {
        int rows = x.Length / examples.RowSize;
        double[] distortion = new double[rows], rate = new double[rows];
        double[][] result = new double[ChoicePairs][];
        for (int pair = 0; pair < ChoicePairs; pair++)
        {
            refiner.Bound(x, heads, 2, rng.Fork("choice").Fork((ulong)pair), first, distortion, rate);
            result[pair] = [.. distortion.Zip(rate, (d, r) => -d - (beta * r))];
        }

        return result;
    }

    /// <summary>Distortion and rate of each row, into two columns.</summary>
    private void Keep(PosteriorRefiner<float> refiner, ReadOnlySpan<float> x, ReadOnlySpan<float> heads, int first, double[,] values, int column)
    {
        int rows = x.Length / examples.RowSize;
        double[] distortion = new double[rows], rate = new double[rows];
        refiner.Bound(x, heads, Samples, rng.Fork("measure"), first, distortion, rate);
        for (int n = 0; n < rows; n++) (values[first + n, column], values[first + n, column + 1]) = (distortion[n], rate[n]);
    }

    /// <summary>Where a refinement starts, as the encoder's last layer would say it: 0 is the standard normal prior of a Gaussian family.</summary>
    private float[] Start(int start, ReadOnlySpan<float> own, int first, int size)
    {
        if (start == 0) return own.ToArray();
        float[] heads = new float[own.Length];
        // A direction on the sphere has no zero.
        if (start == 1 && !evaluator.Model.Posterior.Family.IsSpherical) return heads;
        for (int n = 0; n < heads.Length / size; n++) rng.Fork(_starts[start]).Fork((ulong)(first + n)).FillNormal(heads.AsSpan(n * size, size));
        return heads;
    }
}
