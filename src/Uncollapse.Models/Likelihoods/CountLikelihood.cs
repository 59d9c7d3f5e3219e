using System.Numerics;
using Uncollapse.Models.Decoders;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Models.Likelihoods;

/// <summary>
/// p(x|z) of counts with shares rho = softmax(logits): Poisson and negative binomials of mean library rho (Lopez et al. 2018), multinomials of the example's total.
/// </summary>
/// <remarks>The dispersion theta is the exponential of the parameter <c>likelihood.log_theta</c> (a state where it is fixed), of that parameter times the condition, or of a
/// head of the decoder.</remarks>
public sealed class CountLikelihood<T> : Likelihood<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The starting bias is the logarithm of each output's share of the mean, at least this one, so that outputs the training data never show can still learn.</summary>
    public const double LeastShare = 1e-7;

    private const string ThetaHead = "log_theta";

    private readonly DispersionKind _dispersion;
    private readonly double _logTheta;
    private readonly double? _zeroLogit;

    private CountLikelihood(CountFamily family, Tensor<T>? logTheta, LikelihoodPlan plan)
    {
        Family = family;
        LogTheta = logTheta;
        _dispersion = plan.Dispersion;
        _logTheta = Math.Log(plan.Theta);
        List<LikelihoodHead> heads = [new("logits")];
        if (plan.IsNegativeBinomial && logTheta is null)
            heads.Add(new LikelihoodHead(ThetaHead));
        if (family == CountFamily.ZeroInflatedNegativeBinomial && plan.ZeroInflation is { } fixedShare)
            _zeroLogit = Math.Log(fixedShare / (1 - fixedShare));
        else if (family == CountFamily.ZeroInflatedNegativeBinomial)
            heads.Add(new LikelihoodHead("zero_logits"));
        Heads = heads;
    }

    /// <summary>The distribution.</summary>
    public CountFamily Family { get; }

    /// <summary>log theta: one an output, one for all (Dirichlet-multinomial), or [conditions, outputs]; null where there is none or the decoder says it.</summary>
    public Tensor<T>? LogTheta { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<LikelihoodHead> Heads { get; }

    private bool IsPerBatch => LogTheta is not null && _dispersion == DispersionKind.GeneBatch && Family != CountFamily.DirichletMultinomial;

    /// <inheritdoc/>
    public override void StartBias(int head, IReadOnlyList<double>? outputMean, Span<T> bias)
    {
        if (Heads[head].Name == ThetaHead)
        {
            bias.Fill(T.CreateChecked(_logTheta));
            return;
        }

        if (head > 0 || outputMean is null)
            return;

        double sum = outputMean.Sum();
        for (int d = 0; d < bias.Length; d++)
            bias[d] = T.CreateChecked(Math.Log(Math.Max(LeastShare, sum > 0 ? outputMean[d] / sum : 0)));
    }

    /// <summary>Puts the dispersions of the condition, and a fixed probability of zeros, where the decoder's would be.</summary>
    /// <inheritdoc/>
    public override LikelihoodParameters<T> Complete(in LikelihoodParameters<T> said, Tensor<T>? condition, in Pass<T> pass)
    {
        var zeros = FixedZeros(said.Location.Shape, pass);
        if (!IsPerBatch)
            return zeros is null ? said : LogTheta is null ? said with { Third = zeros } : said with { Second = zeros };

        var logTheta = pass.Tape.Linear(condition ?? throw new ShapeException("decode", "the dispersions are of the condition: expected one, found none"), LogTheta!);
        return said with { Second = logTheta, Third = zeros ?? said.Second };
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The target has another shape, or holds what is no count.</exception>
    public override Tensor<T> LogLikelihood(
        in LikelihoodParameters<T> parameters, Tensor<T> target, in Pass<T> pass, T expectedGradient = default)
    {
        bool hasSize = Family is not (CountFamily.Multinomial or CountFamily.DirichletMultinomial);
        return pass.Tape.CountLogLikelihood(
            Family, parameters.Location, target, hasSize ? parameters.LogSize : null, Theta(parameters), Zeros(parameters), expectedGradient);
    }

    /// <inheritdoc/>
    /// <remarks>With log means log m_i = log library + log rho_i and f the information of each about its own, F = (I - 1 rho^T)^T diag(f) (I - 1 rho^T).</remarks>
    public override void MultiplyInformation(in LikelihoodParameters<T> parameters, int rows, ReadOnlySpan<T> directions, Span<T> products)
    {
        int columns = parameters.Location.Columns, count = directions.Length / parameters.Location.Length;
        double[] information = new double[columns];
        var shares = new T[columns];
        for (int row = 0; row < rows; row++)
        {
            Shares(parameters, row, shares);
            FillInformation(parameters, row, shares, information);
            for (int c = 0; c < count; c++)
                Information.Shared<T>(shares, information, directions.Slice(((row * count) + c) * columns, columns), products.Slice(((row * count) + c) * columns, columns));
        }
    }

    /// <inheritdoc/>
    public override void Mean(in LikelihoodParameters<T> parameters, Span<T> destination)
    {
        int columns = parameters.Location.Columns;
        var zeros = Zeros(parameters);
        for (int row = 0; row < parameters.Location.Rows; row++)
        {
            var means = destination.Slice(row * columns, columns);
            Shares(parameters, row, means);
            var size = T.CreateTruncating(Size(parameters, row));
            for (int d = 0; d < columns; d++)
            {
                means[d] *= size;
                if (zeros is not null)
                    means[d] /= T.One + T.Exp(zeros.Data[(row * columns) + d]);
            }
        }
    }

    /// <inheritdoc/>
    public override void Sample(in LikelihoodParameters<T> parameters, Rng rng, Span<T> destination)
    {
        int columns = parameters.Location.Columns;
        for (int row = 0; row < parameters.Location.Rows; row++)
        {
            var counts = destination.Slice(row * columns, columns);
            Shares(parameters, row, counts);
            var draws = new CountSampler(rng.Fork((ulong)row));
            if (Family is CountFamily.Multinomial or CountFamily.DirichletMultinomial)
                SampleTotal(parameters, row, draws, counts);
            else
                SampleEach(parameters, row, draws, counts);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Always: the shares are of all outputs at once.</exception>
    public override T Choose(in LikelihoodParameters<T> parameters, int at, int output, in GenerationOptions options, Rng rng) =>
        throw new InvalidOperationException("generate: counts share out a total; they are drawn all at once, not one after the other.");

    internal static CountLikelihood<T> Build(ParameterSet<T> parameters, LikelihoodPlan plan, DataStatistics statistics)
    {
        if (!statistics.IsCounts)
            throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "a likelihood of counts needs counts");
        if (plan.HasTheta && plan.Theta is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentOutOfRangeException(nameof(plan), plan.Theta, "the dispersion must be above 0");

        return new CountLikelihood<T>(Enum.Parse<CountFamily>(plan.Kind.ToString()), Dispersion(parameters, plan, statistics), plan);
    }

    private static Tensor<T>? Dispersion(ParameterSet<T> parameters, LikelihoodPlan plan, DataStatistics statistics)
    {
        bool isOne = plan.Kind == LikelihoodKind.DirichletMultinomial;
        if (!plan.HasTheta || (!isOne && plan.Dispersion == DispersionKind.GeneCell))
            return null;
        if (!isOne && plan.Dispersion == DispersionKind.GeneBatch && statistics.ConditionCount == 0)
            throw new ArgumentOutOfRangeException(nameof(plan), plan.Dispersion, "a dispersion for each value of the condition needs a condition");

        var shape = isOne ? new Shape(1)
            : plan.Dispersion == DispersionKind.GeneBatch ? new Shape(statistics.ConditionCount, statistics.OutputCount)
            : new Shape(statistics.OutputCount);
        var logTheta = plan.FixedTheta ? parameters.AddState("likelihood.log_theta", shape) : parameters.AddTrained("likelihood.log_theta", shape);
        logTheta.Data.Fill(T.CreateChecked(Math.Log(plan.Theta)));
        return logTheta;
    }

    private Tensor<T>? FixedZeros(Shape shape, in Pass<T> pass)
    {
        if (_zeroLogit is not { } logit)
            return null;

        var zeros = pass.Tape.Constant(shape);
        zeros.Data.Fill(T.CreateChecked(logit));
        return zeros;
    }

    private static double Size(in LikelihoodParameters<T> parameters, int row) => parameters.LogSize is { } size
        ? Math.Exp(double.CreateChecked(size.Data[row]))
        : throw new ShapeException("decode", "counts have a library: expected one, found none");

    private static void Shares(in LikelihoodParameters<T> parameters, int row, Span<T> shares)
    {
        var logits = parameters.Location.Data.Slice(row * shares.Length, shares.Length);
        var largest = logits[Discrete.Largest<T>(logits)];
        double sum = 0;
        for (int d = 0; d < shares.Length; d++)
        {
            shares[d] = T.Exp(logits[d] - largest);
            sum += double.CreateTruncating(shares[d]);
        }

        var scale = T.CreateTruncating(1 / sum);
        foreach (ref var share in shares)
            share *= scale;
    }

    private Tensor<T>? Theta(in LikelihoodParameters<T> parameters) => IsPerBatch || Heads.Count > 1 && Heads[1].Name == ThetaHead ? parameters.Second : LogTheta;

    private Tensor<T>? Zeros(in LikelihoodParameters<T> parameters)
    {
        if (Family != CountFamily.ZeroInflatedNegativeBinomial)
            return null;

        return LogTheta is null || IsPerBatch ? parameters.Third : parameters.Second;
    }

    /// <summary>What each count tells of the logarithm of its own mean.</summary>
    private void FillInformation(in LikelihoodParameters<T> parameters, int row, ReadOnlySpan<T> shares, Span<double> information)
    {
        double size = Size(parameters, row);
        ReadOnlySpan<T> logTheta = Theta(parameters) is { } theta ? theta.Data : default;
        var zeros = Zeros(parameters);
        for (int d = 0; d < shares.Length; d++)
        {
            double share = double.CreateTruncating(shares[d]), mean = size * share;
            if (logTheta.IsEmpty)
            {
                information[d] = mean;
                continue;
            }

            double dispersion = Math.Exp(double.CreateTruncating(logTheta[logTheta.Length == 1 ? 0 : logTheta.Length == shares.Length ? d : (row * shares.Length) + d]));
            information[d] = Family == CountFamily.DirichletMultinomial
                ? CountInformation.DirichletMultinomial(Math.Round(size), dispersion, share)
                : CountInformation.NegativeBinomial(mean, dispersion, zeros is null ? double.NegativeInfinity : double.CreateTruncating(zeros.Data[(row * shares.Length) + d]));
        }
    }

    private void SampleEach(in LikelihoodParameters<T> parameters, int row, CountSampler draws, Span<T> counts)
    {
        double size = Size(parameters, row);
        ReadOnlySpan<T> logTheta = Theta(parameters) is { } theta ? theta.Data : default;
        var zeros = Zeros(parameters);
        for (int d = 0; d < counts.Length; d++)
        {
            double mean = size * double.CreateTruncating(counts[d]);
            bool isInflated = zeros is not null && draws.Uniform() * (1 + Math.Exp(-double.CreateTruncating(zeros.Data[(row * counts.Length) + d]))) < 1;
            if (!logTheta.IsEmpty)
            {
                double shape = Math.Exp(double.CreateTruncating(logTheta[logTheta.Length == counts.Length ? d : (row * counts.Length) + d]));
                mean *= Math.Exp(draws.LogGamma(shape)) / shape;
            }

            counts[d] = isInflated ? T.Zero : T.CreateChecked(draws.Poisson(mean));
        }
    }

    private void SampleTotal(in LikelihoodParameters<T> parameters, int row, CountSampler draws, Span<T> counts)
    {
        double[] cumulative = new double[counts.Length];
        for (int d = 0; d < counts.Length; d++)
            cumulative[d] = double.CreateTruncating(counts[d]);
        if (Family == CountFamily.DirichletMultinomial)
        {
            double theta = Math.Exp(double.CreateTruncating(LogTheta!.Data[0])), largest = double.NegativeInfinity;
            for (int d = 0; d < cumulative.Length; d++)
                largest = Math.Max(largest, cumulative[d] = draws.LogGamma(Math.Max(double.Epsilon, theta * cumulative[d])));
            for (int d = 0; d < cumulative.Length; d++)
                cumulative[d] = Math.Exp(cumulative[d] - largest);
        }

        for (int d = 1; d < cumulative.Length; d++)
            cumulative[d] += cumulative[d - 1];
        counts.Clear();
        for (long left = (long)Math.Round(Size(parameters, row)); left > 0; left--)
        {
            int place = Array.BinarySearch(cumulative, draws.Uniform() * cumulative[^1]);
            counts[Math.Min(place >= 0 ? place + 1 : ~place, counts.Length - 1)] += T.One;
        }
    }
}
