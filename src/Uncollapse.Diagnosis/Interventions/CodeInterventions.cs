using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Interventions;

/// <summary>Does the decoder use the code? It is given other codes, and what that costs is measured example by example.</summary>
internal sealed class CodeInterventions
{
    private readonly VaeEvaluator<float> _model;
    private readonly ExampleBlocks _examples;
    private readonly float[] _codes;
    private readonly double[] _averageCode;
    private readonly int _units;
    private readonly Rng _rng;

    /// <summary>Draws one code for each example.</summary>
    public CodeInterventions(VaeEvaluator<float> model, ExampleBlocks examples, EncodedExamples encoded, Rng rng)
    {
        _model = model;
        _examples = examples;
        _units = encoded.Units.Units;
        _rng = rng;
        _codes = encoded.Draw(rng.Fork("codes"));
        _averageCode = encoded.AverageCode();
    }

    /// <summary>The whole code replaced: by another example's, by one from the prior, by the average.</summary>
    public DecoderMeasures Whole(Action<double> report, CancellationToken cancellation)
    {
        int examples = _examples.Examples;
        int[] other = Derangement.Draw(examples, _rng.Fork("shuffle"));
        var ways = new WaysRound(_model, _examples.Some(other), examples);
        double[] own = new double[examples], shuffled = new double[examples], prior = new double[examples], mean = new double[examples];
        using var meter = new ReconstructionMeter(_model.Model);
        for (int block = 0; block < _examples.Count; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> x = _examples.Read(block);
            int start = ExampleBlocks.Start(block), rows = x.Length / _examples.RowSize;
            ReadOnlySpan<float> codes = _codes.AsSpan(start * _units, rows * _units);
            float[] replaced = new float[rows * _units];
            _model.LogLikelihood(x, codes, own.AsSpan(start, rows));
            meter.Add(x, codes);
            for (int i = 0; i < rows; i++) Code(other[start + i]).CopyTo(replaced.AsSpan(i * _units));
            _model.LogLikelihood(x, replaced, shuffled.AsSpan(start, rows));
            ways.Measure(block, x, codes, replaced, own.AsSpan(start, rows));
            _model.Model.Prior.Sample(_rng.Fork("prior").Fork((ulong)block), _units, replaced);
            _model.LogLikelihood(x, replaced, prior.AsSpan(start, rows));
            for (int i = 0; i < replaced.Length; i++) replaced[i] = (float)_averageCode[i % _units];
            _model.LogLikelihood(x, replaced, mean.AsSpan(start, rows));
            report((start + rows) / (double)examples);
        }

        return new DecoderMeasures
        {
            Distortion = Array.ConvertAll(own, value => -value),
            ShuffleCost = Costs(own, shuffled),
            PriorCost = Costs(own, prior),
            MeanCost = Costs(own, mean),
            SkipCost = ways.SkipCost,
            ConditionCost = ways.ConditionCost,
            ContextCost = ways.ContextCost,
            BlindShuffleCost = ways.BlindShuffleCost,
            MeanSquaredError = meter.MeanSquaredError,
            Sigma2 = meter.Sigma2,
        };
    }

    /// <summary>Only some units are replaced by another example's, the same for all: each unit alone, then each block together, on some of the examples.</summary>
    /// <param name="most">The most examples; below 2 nothing is measured.</param>
    /// <param name="blocks">Units that are replaced together.</param>
    /// <param name="bootstrap">For the intervals.</param>
    /// <param name="report">Told the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public (IReadOnlyList<Intervention> PerUnit, IReadOnlyList<BlockIntervention> PerBlock) Parts(
        int most, IReadOnlyList<NamedBlock> blocks, Bootstrap bootstrap, Action<double> report, CancellationToken cancellation)
    {
        int[] positions = ExampleDraw.Sorted(_examples.Examples, most, _rng.Fork("unit examples"));
        // On a sphere one coordinate cannot change alone.
        if (positions.Length < 2 || _model.Model.Posterior.Family.IsSpherical) return ([], []);
        int[] other = Derangement.Draw(positions.Length, _rng.Fork("unit shuffle"));
        int[][] parts = [.. Enumerable.Range(0, _units).Select(unit => new[] { unit }), .. blocks.Select(block => block.Units)];
        ExampleBlocks some = _examples.Some(positions);
        double[] costs = new double[positions.Length * parts.Length];
        for (int block = 0; block < some.Count; block++)
        {
            int done = block;
            Exchange(some.Read(block), ExampleBlocks.Start(block), positions, other, parts, costs, share =>
            {
                cancellation.ThrowIfCancellationRequested();
                report((done + share) / some.Count);
            });
        }

        double[] means = Moments.Means(positions.Length, parts.Length, costs);
        Interval[] intervals = bootstrap.OfMeans(positions.Length, parts.Length, costs);
        Intervention Unit(int unit) => new() { Unit = unit, LossNats = means[unit], Ci95 = intervals[unit].ToList(), Examples = positions.Length };
        BlockIntervention Block(NamedBlock block, int index) => new()
        {
            Name = block.Name, Units = block.Units, LossNats = means[_units + index], Ci95 = intervals[_units + index].ToList(), OneByOneNats = block.Units.Sum(unit => means[unit]), Examples = positions.Length,
        };
        return ([.. Enumerable.Range(0, _units).Select(Unit)], [.. blocks.Select(Block)]);
    }

    /// <summary>What each part costs each of some examples, from one of them on, in [examples, parts].</summary>
    private void Exchange(ReadOnlySpan<float> x, int start, int[] positions, int[] other, int[][] parts, double[] costs, Action<double> report)
    {
        int rows = x.Length / _examples.RowSize;
        float[] codes = new float[rows * _units];
        for (int i = 0; i < rows; i++) Code(positions[start + i]).CopyTo(codes.AsSpan(i * _units));
        double[] with = new double[rows], without = new double[rows];
        _model.LogLikelihood(x, codes, with);
        float[] changed = (float[])codes.Clone();
        for (int part = 0; part < parts.Length; part++)
        {
            foreach (int unit in parts[part])
                for (int i = 0; i < rows; i++) changed[(i * _units) + unit] = Code(positions[other[start + i]])[unit];
            _model.LogLikelihood(x, changed, without);
            for (int i = 0; i < rows; i++) costs[((start + i) * parts.Length) + part] = with[i] - without[i];
            codes.CopyTo(changed, 0);
            report((part + 1.0) / parts.Length);
        }
    }

    private static double[] Costs(double[] own, double[] other)
    {
        double[] result = new double[own.Length];
        for (int n = 0; n < result.Length; n++) result[n] = own[n] - other[n];
        return result;
    }

    private ReadOnlySpan<float> Code(int example) => _codes.AsSpan(example * _units, _units);
}
