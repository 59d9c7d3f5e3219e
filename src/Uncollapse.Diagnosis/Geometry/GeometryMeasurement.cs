using MathNet.Numerics.LinearAlgebra;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Theory;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Geometry;

/// <summary>The landscape of log p(x|z) at the examples' central codes.</summary>
internal sealed class GeometryMeasurement
{
    /// <summary>Examples whose Jacobians are compared with the data's principal directions.</summary>
    private const int MostMoved = 64;

    private readonly VaeEvaluator<float> _model;
    private readonly ExampleBlocks _examples;
    private readonly float[] _codes;
    private readonly double _beta;
    private readonly double[] _values;
    private readonly double[] _curvature;
    private readonly double[] _laplace;
    private readonly Matrix<double> _metric;
    private readonly List<float> _moved = [];
    private readonly bool _moves;
    private readonly int _units;
    private Matrix<double>? _first;

    private GeometryMeasurement(VaeEvaluator<float> model, int units, ExampleBlocks examples, float[] codes, double beta)
    {
        (_model, _units, _examples, _codes, _beta) = (model, units, examples, codes, beta);
        _values = new double[examples.Examples * units];
        _curvature = new double[units];
        _laplace = new double[units];
        _metric = Matrix<double>.Build.Dense(units, units);
        // Of counts the information is not the slope of the mean: F J would be other directions than the mean moves in.
        _moves = model.Model.Likelihood.Heads[0].PerOutput == 1 && model.Model.Likelihood is not Models.Likelihoods.CountLikelihood<float>;
    }

    /// <summary>Measures; null where it is left out, or the code has no unit that moves the outputs.</summary>
    public static Records.Diagnoses.Geometry? Measure(
        VaeEvaluator<float> model, Plan? plan, ExampleBlocks examples, EncodedExamples encoded, DiagnosisOptions options, Rng rng, Action<double> report, CancellationToken cancellation)
    {
        var metric = new CodeMetric(model);
        if (options.GeometryExamples == 0 || metric.Units == 0) return null;
        double beta = plan is { Objective.Beta: > 0 } ? PredictionOptions.Of(plan, examples.Outputs).Beta : 1;
        int[] positions = ExampleDraw.Sorted(examples.Examples, metric.Affordable(options.GeometryExamples), rng.Fork("examples"));
        float[] codes = Codes(encoded, positions);
        ExampleBlocks some = examples.Some(positions);
        var measurement = new GeometryMeasurement(model, metric.Units, some, codes, beta);
        metric.Walk(some, codes, (example, g, informed) =>
        {
            measurement.Add(example, g, informed);
            report((example + 1.0) / positions.Length);
        }, cancellation);
        return measurement.Complete(encoded, positions, examples, rng, cancellation);
    }

    private static float[] Codes(EncodedExamples encoded, int[] positions)
    {
        int units = encoded.Units.Units;
        float[] codes = new float[positions.Length * units];
        for (int i = 0; i < codes.Length; i++) codes[i] = (float)encoded.Units.Mean[(positions[i / units] * units) + (i % units)];
        return codes;
    }

    private void Add(int example, Matrix<double> metric, ReadOnlySpan<float> informed)
    {
        var decomposition = metric.Evd(Symmetricity.Symmetric);
        for (int i = 0; i < _units; i++)
        {
            _values[(example * _units) + i] = Math.Max(0, decomposition.EigenValues[_units - 1 - i].Real);
            _curvature[i] += metric[i, i] / _examples.Examples;
            _laplace[i] += 1 / (1 + (metric[i, i] / _beta)) / _examples.Examples;
        }

        _metric.Add(metric / _examples.Examples, _metric);
        if (example == 0) _first = Reversed(decomposition.EigenVectors);
        // Spread over all: examples stand in the split's order, which may be that of their classes.
        if (_moves && example % Math.Max(1, (_examples.Examples + MostMoved - 1) / MostMoved) == 0) _moved.AddRange(informed[..(_units * _examples.Outputs)]);
    }

    private Records.Diagnoses.Geometry Complete(EncodedExamples encoded, int[] positions, ExampleBlocks all, Rng rng, CancellationToken cancellation)
    {
        int count = positions.Length;
        var shared = _metric.Evd(Symmetricity.Symmetric);
        Matrix<double> directions = Reversed(shared.EigenVectors);
        double[][] ranked = [.. Enumerable.Range(0, _units).Select(i => Enumerable.Range(0, count).Select(n => _values[(n * _units) + i]).Order().ToArray())];
        double[] information = [.. ranked.Select(values => values.Average(g => 0.5 * Math.Log(1 + g)))];
        int flat = information.Count(nats => nats < Thresholds.FlatDirection.Value);
        return new Records.Diagnoses.Geometry
        {
            Eigenvalues = [.. ranked.Select(values => values.Average())],
            EigenvaluesLower = [.. ranked.Select(values => values[(int)(0.05 * (count - 1))])],
            EigenvaluesUpper = [.. ranked.Select(values => values[(int)Math.Ceiling(0.95 * (count - 1))])],
            Capacity = information.Sum(),
            CapacityAtBeta = ranked.Sum(values => values.Average(g => 0.5 * Math.Log(1 + (g / _beta)))),
            Beta = _beta,
            FlatDirections = flat,
            Examples = count,
            SharedEigenvalues = [.. shared.EigenValues.Select(value => Math.Max(0, value.Real)).Reverse()],
            UnitShares = [.. Enumerable.Range(0, _units).Select(i => (IReadOnlyList<double>)[.. directions.Column(i).Select(v => v * v)])],
            Units = [.. Enumerable.Range(0, _units).Select(j => new UnitGeometry(j, _curvature[j], Variance(encoded, positions, j), _laplace[j]))],
            PrincipalAngles = _model.Model.Decoder is TokenDecoder<float> ? [] : PrincipalAngles.Degrees([.. _moved], Some(all, rng), _units - flat, rng.Fork("angles"), cancellation),
            Slices = Slices.Of(_model, _examples, 0, _codes[..encoded.Units.Units], _first!),
        };
    }

    private static ExampleBlocks Some(ExampleBlocks all, Rng rng) => all.Some(ExampleDraw.Sorted(all.Examples, 2000, rng.Fork("data")));

    private static double Variance(EncodedExamples encoded, int[] positions, int unit)
    {
        double sum = 0;
        foreach (int n in positions) sum += Math.Exp(encoded.Units.LogVariance[(n * encoded.Units.Units) + unit]);
        return sum / positions.Length;
    }

    /// <summary>Eigenvectors come the smallest first.</summary>
    private static Matrix<double> Reversed(Matrix<double> vectors) =>
        Matrix<double>.Build.Dense(vectors.RowCount, vectors.ColumnCount, (row, column) => vectors[row, vectors.ColumnCount - 1 - column]);
}
