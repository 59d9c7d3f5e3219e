using System.Numerics.Tensors;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Theory.Margin;

/// <summary>
/// The scores of a decoder without a code, one natural parameter an output. A bias of each output is fitted first (Newton), so that the scores of the state have mean 0, as at the
/// optimum of a decoder without a code: a model that uses its code is badly calibrated without it.
/// </summary>
internal sealed class OutputScores
{
    private const int MostSteps = 40;

    /// <summary>Nats that a bias may still gain.</summary>
    private const double Settled = 1e-3;

    /// <summary>Numbers that are kept from one step to the next: 256 MiB. Beyond, the decoder is run once and scores are only centred.</summary>
    private const long MostKept = 1L << 26;

    /// <summary>Examples over which an information that takes long is averaged.</summary>
    private const int FewInformed = 256;

    private readonly VaeEvaluator<float> _model;
    private readonly ExampleBlocks _examples;
    private readonly float[] _codes;
    private readonly CollapsedState _state;
    private readonly OutputPattern _pattern;
    private readonly CancellationToken _cancellation;
    private readonly Rng _rng;
    private readonly SaidRows<float>?[] _kept;
    private readonly bool _keeps;
    private readonly bool _isShared;
    private readonly int _informed;
    private readonly int _chunk;
    private readonly float[] _offset;
    private readonly double[] _mean;
    private readonly double[] _information;
    private float[] _room = [];

    public OutputScores(VaeEvaluator<float> model, ExampleBlocks examples, float[] codes, CollapsedState state, Rng rng, CancellationToken cancellation)
    {
        (_model, _examples, _codes, _state, _rng, _cancellation) = (model, examples, codes, state, rng, cancellation);
        _pattern = OutputPattern.Of(model.Model);
        _chunk = model.Model.BlockRows(ExampleBlocks.Start(1));
        _kept = new SaidRows<float>?[Chunks(examples.Examples)];
        _keeps = (long)examples.Examples * examples.Outputs * model.Model.Likelihood.Heads.Sum(head => head.PerOutput) <= MostKept;
        _isShared = model.Model.Likelihood is CountLikelihood<float>;
        _informed = model.Model.Likelihood is DiscretisedLogisticLikelihood<float> ? FewInformed : int.MaxValue;
        _offset = new float[examples.Outputs];
        _mean = new double[examples.Outputs];
        _information = new double[examples.Outputs];
    }

    /// <summary>The scores at the fitted state; null where counts, whose outputs share one total, could not be fitted: then nothing is known of their state.</summary>
    public StateScores? Measure()
    {
        bool settles = !_keeps || Fit();
        if (_isShared && !settles) return null;
        int outputs = _examples.Outputs;
        float[] rows = new float[_examples.Examples * outputs];
        Walk(rows);
        double largest = _information.Max();
        float[] weight = Array.ConvertAll(_information, f => f > 1e-9 * largest ? (float)(1 / Math.Sqrt(f)) : 0);
        for (int i = 0; i < rows.Length; i++) rows[i] = (rows[i] - (float)_mean[i % outputs]) * weight[i % outputs];
        var scores = new StateScores(
            new StateRows(rows, outputs, weight.Count(w => w > 0)), StateScores.Relative(_information), _isShared ? direction => Along(direction, weight) : StateScores.Square, _pattern.Words, (_keeps ? "a bias of each output fitted" : "scores centred") + (_isShared ? ", dispersions and zero inflation as trained" : ""));
        return _model.Model.Likelihood is GaussianLikelihood<float> gaussian ? Learned(scores, rows, gaussian.Variance) : scores;
    }

    /// <summary>A learned variance is a part of the collapsed state: it settles at the residual there.</summary>
    private StateScores Learned(StateScores scores, float[] rows, VarianceModel<float> variance)
    {
        int outputs = _examples.Outputs;
        double[] square = new double[outputs];
        for (int i = 0; i < rows.Length; i++) square[i % outputs] += (double)rows[i] * rows[i] / _examples.Examples;
        int varied = square.Count(value => value > 0);
        double share = square.Sum() / outputs, sigma2 = _information.Average(f => f > 0 ? 1 / f : 0);
        bool isOne = variance.IsShared, isLearned = variance is OptimalVariance<float> || _model.Model.Parameters.Trained.Any(parameter => parameter.Name == "likelihood.log_variance");
        if (varied == 0 || share == 0) return scores;
        if (isOne && !isLearned) return scores with { ResidualShare = share, Sigma2 = sigma2 };
        if (variance is BoundedVariance<float> bounded) share = Math.Min(share, bounded.Bound / sigma2);
        if (isOne) return scores with { Factor = 1 / share, Sigma2 = sigma2 * share, Fitted = scores.Fitted + ", its variance learned again" };
        for (int i = 0; i < rows.Length; i++) rows[i] = square[i % outputs] > 0 ? (float)(rows[i] / Math.Sqrt(square[i % outputs])) : 0;
        return scores with { Rows = new StateRows(rows, outputs, varied), Fitted = scores.Fitted + ", its variances learned again" };
    }

    /// <summary>Fits the biases by Newton's steps along the information's diagonal; whether they settled.</summary>
    /// <remarks>Outputs that share a total are coupled by more than the diagonal, and a whole step may lead away: then it is halved until what is left to gain falls.</remarks>
    private bool Fit()
    {
        float[] before = new float[_offset.Length], step = new float[_offset.Length];
        double left = double.PositiveInfinity;
        float share = 1;
        for (int steps = 0; steps < MostSteps; steps++)
        {
            Walk(null);
            double gain = Gain();
            if (gain <= Settled) return true;
            if (_isShared && !(gain < left))
            {
                share /= 2;
            }
            else
            {
                left = gain;
                _offset.CopyTo(before, 0);
                Step(step);
            }

            for (int d = 0; d < step.Length; d++) _offset[d] = before[d] + (share * step[d]);
        }

        return false;
    }

    /// <summary>Nats that whole steps would gain, were the information diagonal.</summary>
    private double Gain()
    {
        double gain = 0;
        for (int d = 0; d < _offset.Length; d++)
        {
            if (_information[d] > 1e-15) gain += _mean[d] * _mean[d] / (2 * _information[d]);
        }

        return gain;
    }

    private void Step(float[] step)
    {
        for (int d = 0; d < step.Length; d++)
        {
            float longest = _pattern.LongestStep + (_pattern.Grows ? Math.Abs(_offset[d]) : 0);
            step[d] = _information[d] > 1e-15 ? Math.Clamp((float)(_mean[d] / _information[d]), -longest, longest) : 0;
        }
    }

    /// <summary>Walks over all examples: the means of the scores and of the information; the scores themselves where there is room for them.</summary>
    private void Walk(float[]? all)
    {
        int outputs = _examples.Outputs, informed = 0, number = 0;
        Array.Clear(_mean);
        Array.Clear(_information);
        for (int block = 0; block < _examples.Count; block++)
        {
            ReadOnlySpan<float> x = _examples.Read(block);
            int rows = x.Length / _examples.RowSize;
            for (int at = 0; at < rows; at += _chunk, number++)
            {
                _cancellation.ThrowIfCancellationRequested();
                int count = Math.Min(_chunk, rows - at), start = ExampleBlocks.Start(block) + at;
                ReadOnlySpan<float> some = x.Slice(at * _examples.RowSize, count * _examples.RowSize);
                SaidRows<float> said = Shifted(Said(number, some, start));
                float[] scores = Reduced(ScoresOf(said, some), count);
                if (all is not null) scores.CopyTo(all, start * outputs);
                for (int i = 0; i < scores.Length; i++) _mean[i % outputs] += scores[i];
                informed += Inform(said, start);
            }
        }

        for (int d = 0; d < outputs; d++)
        {
            _mean[d] /= _examples.Examples;
            _information[d] = Math.Max(0, _information[d] / informed);
        }
    }

    private float[] ScoresOf(SaidRows<float> said, ReadOnlySpan<float> some)
    {
        float[] scores = new float[said.Location.Length];
        _model.Scores(said, some, scores);
        return scores;
    }

    private SaidRows<float> Said(int number, ReadOnlySpan<float> some, int start)
    {
        if (_kept[number] is { } kept) return kept;
        int units = _model.Model.LatentCount, count = some.Length / _examples.RowSize;
        SaidRows<float> said = _model.Say(_codes.AsSpan(start * units, count * units), _state.Of(some, _examples.RowSize, ref _room));
        if (_keeps) _kept[number] = said;
        return said;
    }

    private SaidRows<float> Shifted(SaidRows<float> said)
    {
        if (!_keeps) return said;
        float[] location = new float[said.Location.Length];
        int each = _pattern.Numbers.Length;
        for (int i = 0; i < location.Length; i++) location[i] = said.Location[i] + (_offset[i / each % _offset.Length] * _pattern.Numbers[i % each]);
        return said with { Location = location };
    }

    /// <summary>The score along the pattern.</summary>
    private float[] Reduced(float[] scores, int rows)
    {
        int each = _pattern.Numbers.Length;
        if (each == 1) return scores;
        float[] result = new float[rows * _examples.Outputs];
        for (int i = 0; i < result.Length; i++) result[i] = TensorPrimitives.Dot(scores.AsSpan(i * each, each), _pattern.Numbers);
        return result;
    }

    /// <summary>Adds the information along the pattern; for outputs that share a total, with signs drawn for each example, so that what couples them averages out.</summary>
    private int Inform(SaidRows<float> said, int start)
    {
        int rows = Math.Min(said.Rows, (int)Math.Ceiling((double)said.Rows * _informed / _examples.Examples)), outputs = _examples.Outputs, each = _pattern.Numbers.Length;
        float[] signs = new float[rows * outputs], directions = new float[rows * said.Size], products = new float[directions.Length];
        Array.Fill(signs, 1);
        for (int row = 0; _isShared && row < rows; row++)
        {
            Span<float> own = signs.AsSpan(row * outputs, outputs);
            _rng.Fork("signs").Fork((ulong)(start + row)).FillUniform(own);
            foreach (ref float sign in own) sign = sign < 0.5f ? -1 : 1;
        }

        for (int i = 0; i < directions.Length; i++) directions[i] = signs[i / each] * _pattern.Numbers[i % each];
        _model.MultiplyInformation(First(said, rows), directions, products);
        for (int i = 0; i < directions.Length; i++) _information[i / each % outputs] += (double)directions[i] * products[i];
        return rows;
    }

    private static SaidRows<float> First(SaidRows<float> said, int rows)
    {
        if (rows == said.Rows) return said;
        float[]? Part(float[]? all) => all?[..(all.Length / said.Rows * rows)];
        return new SaidRows<float>(rows, Part(said.Location)!, Part(said.Second), Part(said.Third), Part(said.LogSize));
    }

    /// <summary>v^T E[F] v of a direction that was whitened.</summary>
    private double Along(float[] direction, float[] weight)
    {
        double sum = 0;
        for (int number = 0, start = 0; number < _kept.Length; number++)
        {
            _cancellation.ThrowIfCancellationRequested();
            SaidRows<float> said = Shifted(_kept[number] ?? Again(start));
            float[] directions = new float[said.Location.Length], products = new float[directions.Length];
            for (int i = 0; i < directions.Length; i++) directions[i] = direction[i % direction.Length] * weight[i % direction.Length];
            _model.MultiplyInformation(said, directions, products);
            sum += TensorPrimitives.Dot(directions, products);
            start += said.Rows;
        }

        return sum / _examples.Examples;
    }

    private SaidRows<float> Again(int start)
    {
        ReadOnlySpan<float> x = _examples.Read(start / ExampleBlocks.Start(1));
        int at = start % ExampleBlocks.Start(1), rows = Math.Min(_chunk, (x.Length / _examples.RowSize) - at);
        return Said(0, x.Slice(at * _examples.RowSize, rows * _examples.RowSize), start);
    }

    // Chunks do not cross blocks.
    private int Chunks(int examples)
    {
        int block = ExampleBlocks.Start(1), each = (block + _chunk - 1) / _chunk;
        return (examples / block * each) + (((examples % block) + _chunk - 1) / _chunk);
    }
}
