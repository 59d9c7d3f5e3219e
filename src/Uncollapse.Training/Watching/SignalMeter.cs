using Uncollapse.Models;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Models.Posteriors;
using Uncollapse.Models.Priors;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Training.Watching;

/// <summary>Gathers <see cref="Signals"/> while the validation split is evaluated, from the posteriors and codes that the evaluation makes anyway.</summary>
/// <remarks>It draws nothing from the evaluation's key and changes no weight, so a training with it and one without end with the same bits.</remarks>
internal sealed class SignalMeter : IDisposable
{
    /// <summary>Examples of the information's aggregate, at most: its ceiling is 6.2 nats.</summary>
    internal const int MostExamples = 512;

    // Information costs N squared: beside an epoch of few examples N must be small too. 64 examples tell 4.2 nats, enough to see a collapse.
    private const int LeastExamples = 64;
    private const int EpochShare = 32;
    private const int PullExamples = 16;
    private const int CodesAtOnce = 32;
    private const int ComparedExamples = 100;
    private const int GridPoints = 321;

    private readonly Vae<float> _model;
    private readonly Rng _rng;
    private readonly Tape<float> _inference = new(TapeMode.Inference);
    private readonly Tape<float> _record = new(TapeMode.Record);
    private readonly Tensor<float> _heads;
    private readonly int _examples;
    private readonly bool _measuresUnits;
    private readonly double[] _unitRates;
    private readonly float[] _location, _spread, _codes;
    private float[] _mean = [], _logVariance = [];
    private int _kept, _seen;
    private (double Rate, double Distortion) _pull;
    private IReadOnlyList<IReadOnlyList<double>>? _means;

    /// <param name="model">The model; not owned.</param>
    /// <param name="trainExamples">Examples of an epoch: what the signals may cost goes by it.</param>
    /// <param name="rng">The key of the noise that the pulls are measured with.</param>
    internal SignalMeter(Vae<float> model, int trainExamples, Rng rng)
    {
        _model = model;
        _rng = rng;
        _examples = Math.Clamp(trainExamples / EpochShare, LeastExamples, MostExamples);
        PosteriorFamily<float> family = model.Posterior.Family;
        _measuresUnits = family.HasGaussianUnits && model.Prior is StandardNormalPrior<float>;
        _unitRates = new double[family.Units];
        _location = new float[_examples * family.Units];
        _codes = new float[_location.Length];
        _spread = new float[_examples * family.SpreadCount];
        _heads = new Tensor<float>(new Shape(PullExamples, family.HeadCount), requiresGradient: true);
    }

    /// <summary>Whether the next evaluation compares exact posteriors with the encoder's, where the code has one unit: it costs as much as some hundred steps.</summary>
    internal bool ComparesPosteriors { get; set; }

    /// <summary>Takes note of a block of an evaluation.</summary>
    /// <param name="block">The examples.</param>
    /// <param name="posterior">q(z|x) of them.</param>
    /// <param name="code">One code of each.</param>
    /// <param name="pass">The evaluation's walk.</param>
    internal void Add(Tensor<float> block, in Posterior<float> posterior, Tensor<float> code, in Pass<float> pass)
    {
        if (_seen == 0)
        {
            _pull = Pull(block);
            _means = ComparesPosteriors && _model is { LatentCount: 1, Prior: StandardNormalPrior<float> } ? PosteriorMeans(block) : null;
        }

        if (_measuresUnits) AddUnits(posterior, pass);
        int take = Math.Min(block.Rows, _examples - _kept), units = _model.LatentCount, width = _model.Posterior.Family.SpreadCount;
        if (take > 0)
        {
            posterior.Location.Data[..(take * units)].CopyTo(_location.AsSpan(_kept * units));
            code.Data[..(take * units)].CopyTo(_codes.AsSpan(_kept * units));
            posterior.Spread.Data[..(take * width)].CopyTo(_spread.AsSpan(_kept * width));
            _kept += take;
        }

        _seen += block.Rows;
    }

    /// <summary>The signals of what was added since the last call.</summary>
    internal Signals Finish()
    {
        double information = Information();
        double[]? rates = _measuresUnits ? Array.ConvertAll(_unitRates, sum => sum / _seen) : null;
        var signals = new Signals(double.IsFinite(information) ? information : null, Math.Log(_kept), rates, _pull.Rate, _pull.Distortion) { PosteriorMeans = _means };
        Array.Clear(_unitRates);
        (_kept, _seen) = (0, 0);
        return signals;
    }

    /// <summary>Returns native memory.</summary>
    public void Dispose()
    {
        _inference.Dispose();
        _record.Dispose();
        _heads.Dispose();
    }

    private double[][] PosteriorMeans(Tensor<float> block)
    {
        int rows = Math.Min(ComparedExamples, block.Rows);
        ReadOnlySpan<float> examples = block.Data[..(rows * block.Columns)];
        double[] evidence = new double[rows], exact = new double[rows];
        float[] own = new float[rows], logVariance = new float[rows];
        using var evaluator = new VaeEvaluator<float>(_model);
        evaluator.Encode(examples, own, logVariance);
        ScalarPosteriors.Measure(evaluator, examples, GridPoints, evidence, exact);
        return [.. exact.Zip(own, (model, encoder) => (double[])[model, encoder])];
    }

    private void AddUnits(in Posterior<float> posterior, in Pass<float> pass)
    {
        int units = _model.LatentCount, length = posterior.Location.Rows * units;
        if (_mean.Length < length) (_mean, _logVariance) = (new float[length], new float[length]);
        posterior.Family.Moments(posterior, pass, _mean.AsSpan(0, length), _logVariance.AsSpan(0, length));
        for (int i = 0; i < length; i++)
        {
            double mean = _mean[i], logVariance = _logVariance[i];
            _unitRates[i % units] += 0.5 * ((mean * mean) + Math.Exp(logVariance) - 1 - logVariance);
        }
    }

    /// <summary>The mean of log q(z|x) - log 1/N sum_n q(z|x_n), some codes at a time: a family without a shorter way takes memory for each pair.</summary>
    private double Information()
    {
        PosteriorFamily<float> family = _model.Posterior.Family;
        double sum = 0;
        for (int start = 0; start < _kept; start += CodesAtOnce)
        {
            _inference.Reset();
            var pass = new Pass<float>(_inference, Training: false, default);
            int count = Math.Min(CodesAtOnce, _kept - start);
            var all = new Posterior<float>(family, Load(_location, 0, _kept, family.Units), Load(_spread, 0, _kept, family.SpreadCount));
            var own = new Posterior<float>(family, Load(_location, start, count, family.Units), Load(_spread, start, count, family.SpreadCount));
            Tensor<float> code = Load(_codes, start, count, family.Units);
            ReadOnlySpan<float> density = own.LogDensity(code, pass).Data, aggregate = family.LogMixture(all, code, pass).Data;
            for (int n = 0; n < count; n++) sum += (double)density[n] - aggregate[n];
        }

        return sum / _kept;
    }

    private Tensor<float> Load(float[] values, int first, int rows, int columns)
    {
        Tensor<float> tensor = _inference.Constant(new Shape(rows, columns));
        values.AsSpan(first * columns, rows * columns).CopyTo(tensor.Data);
        return tensor;
    }

    /// <summary>How strongly each term pulls at what the encoder says of the first examples. The weights take no gradient: that is most of a step's cost.</summary>
    private (double Rate, double Distortion) Pull(Tensor<float> block)
    {
        IReadOnlyList<Parameter<float>> trained = _model.Parameters.Trained;
        // Some may be frozen already.
        bool[] required = [.. trained.Select(parameter => parameter.Tensor.RequiresGradient)];
        foreach (Parameter<float> parameter in trained) parameter.Tensor.RequiresGradient = false;
        try
        {
            return PullOfHeads(block);
        }
        finally
        {
            for (int i = 0; i < required.Length; i++) trained[i].Tensor.RequiresGradient = required[i];
        }
    }

    private (double Rate, double Distortion) PullOfHeads(Tensor<float> block)
    {
        int rows = Math.Min(PullExamples, block.Rows);
        _inference.Reset();
        _record.Reset();
        Tensor<float> examples = _inference.Constant(new Shape(rows, block.Columns));
        block.Data[..(rows * block.Columns)].CopyTo(examples.Data);
        (Tensor<float> heads, DecoderContext<float> context) = _model.EncodeHeads(examples, new Pass<float>(_inference, Training: false, _rng));
        _heads.Resize(new Shape(rows, heads.Columns));
        heads.Data.CopyTo(_heads.Data);
        var pass = new Pass<float>(_record, Training: false, _rng);
        Posterior<float> posterior = _model.Posterior.Family.FromHeads(_heads, pass);
        Tensor<float> noise = _record.Normal(posterior.NoiseShape, _rng.Fork("noise"));
        Tensor<float> code = posterior.Sample(noise, pass);
        Tensor<float> distortion = _record.Mean(_model.LogLikelihood(examples, code, context, pass));
        Tensor<float> rate = _record.Mean(_model.Prior.Rate(posterior, code, pass));
        return (Length(rate, rows), Length(distortion, rows));
    }

    /// <summary>The mean length of an example's gradient by its heads; 0 where the value does not depend on them.</summary>
    private double Length(Tensor<float> mean, int rows)
    {
        if (!mean.RequiresGradient) return 0;
        _record.Backward(mean, rows);
        if (!_record.HasGradient(_heads)) return 0;
        double sum = 0;
        for (int n = 0; n < rows; n++)
        {
            double square = 0;
            foreach (float slope in _heads.Gradient.Slice(n * _heads.Columns, _heads.Columns)) square += (double)slope * slope;
            sum += Math.Sqrt(square);
        }

        return sum / rows;
    }
}
