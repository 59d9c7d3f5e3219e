using System.Numerics;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Training.Optimizers;

/// <summary>A rule that turns gradients into steps of the parameters, with PyTorch's definitions and names.</summary>
/// <typeparam name="T">The element type of the parameters.</typeparam>
public abstract class Optimizer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string EncoderPrefix = "encoder.";

    private readonly double[] _rateFactors;
    private readonly bool[] _isEncoder;
    private TrainedPart _part;

    private protected Optimizer(IReadOnlyList<Parameter<T>> parameters)
    {
        Parameters = [.. parameters];
        _rateFactors = new double[Parameters.Count];
        _rateFactors.AsSpan().Fill(1);
        _isEncoder = [.. Parameters.Select(parameter => parameter.Name.StartsWith(EncoderPrefix, StringComparison.Ordinal))];
    }

    /// <summary>What is optimised.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>Steps that the encoder's parameters took: what Adam corrects their moments' bias by. Set it when a training goes on, together with <see cref="State"/>.</summary>
    public long EncoderSteps { get; set; }

    /// <summary>Steps that all other parameters took.</summary>
    public long DecoderSteps { get; set; }

    /// <summary>What the steps to come move. The rest asks for no gradient until it is moved again; set it before the pass whose gradients are used.</summary>
    public TrainedPart Part
    {
        get => _part;
        set
        {
            _part = value;
            for (int i = 0; i < Parameters.Count; i++) Parameters[i].Tensor.RequiresGradient = IsMoved(i);
        }
    }

    /// <summary>
    /// What the rule remembers between steps, such as Adam's moments, each of its parameter's shape, under a name that ends with the parameter's.
    /// </summary>
    public abstract IReadOnlyList<(string Name, Tensor<T> Value)> State { get; }

    /// <summary>The optimiser a plan asks for.</summary>
    /// <param name="plan">A validated plan.</param>
    /// <param name="parameters">What is optimised.</param>
    /// <returns>An optimiser that has taken no step.</returns>
    public static Optimizer<T> From(OptimizerPlan plan, IReadOnlyList<Parameter<T>> parameters) => plan.Kind switch
    {
        OptimizerKind.Adam => new Adam<T>(plan, decoupled: false, parameters),
        OptimizerKind.Adamw => new Adam<T>(plan, decoupled: true, parameters),
        OptimizerKind.Sgd => new Sgd<T>(plan, parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "unknown optimiser"),
    };

    /// <summary>Multiplies the learning rate of some parameters, as the encoder's where it is to lag; a factor of 0 leaves them as they are, weight decay
    /// included.</summary>
    /// <param name="prefix">What their names begin with, such as <c>encoder.</c>.</param>
    /// <param name="factor">The factor, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is negative.</exception>
    public void ScaleRate(string prefix, double factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(factor);
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (Parameters[i].Name.StartsWith(prefix, StringComparison.Ordinal)) _rateFactors[i] *= factor;
        }
    }

    /// <summary>Takes one step along the gradients of a backward pass; parameters that it did not reach stay as they are.</summary>
    /// <param name="tape">The tape of the pass.</param>
    /// <param name="learningRate">The step size.</param>
    /// <param name="gradientScale">What gradients are multiplied by first, as clipping asks; 1 for none.</param>
    public void Step(Tape<T> tape, double learningRate, double gradientScale = 1)
    {
        if (_part != TrainedPart.Decoder) EncoderSteps++;
        if (_part != TrainedPart.Encoder) DecoderSteps++;
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (IsMoved(i) && _rateFactors[i] > 0 && tape.HasGradient(Parameters[i].Tensor)) Update(i, learningRate * _rateFactors[i], gradientScale);
        }
    }

    /// <summary>
    /// For a rule that can step along a layer's gradient as it is made: what takes those gradients in the backward pass before the next <see cref="Step"/>,
    /// which then leaves these weights alone. Null where the rule cannot.
    /// </summary>
    /// <param name="learningRate">The step size, that of the <see cref="Step"/> to come.</param>
    public virtual FactoredStep<T>? StepWhileDifferentiating(double learningRate) => null;

    /// <summary>Forgets all steps: moments of zero, as of an optimiser that was just made.</summary>
    public void Restart()
    {
        foreach ((_, Tensor<T> value) in State) value.Data.Clear();
        (EncoderSteps, DecoderSteps) = (0, 0);
    }

    /// <summary>Returns the state's native memory.</summary>
    public void Dispose()
    {
        foreach ((_, Tensor<T> value) in State) value.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What a parameter's learning rate is multiplied by; 0 where it is not to be moved.</summary>
    private protected double RateFactor(int index) => IsMoved(index) ? _rateFactors[index] : 0;

    /// <summary>Steps that a parameter took.</summary>
    private protected long StepsOf(int index) => _isEncoder[index] ? EncoderSteps : DecoderSteps;

    /// <summary>Updates one parameter; <see cref="StepsOf"/> counts this step already.</summary>
    private protected abstract void Update(int index, double learningRate, double gradientScale);

    private bool IsMoved(int index) => _part == TrainedPart.All || _isEncoder[index] == (_part == TrainedPart.Encoder);

    private protected Tensor<T>[] Zeros() => [.. Parameters.Select(parameter => new Tensor<T>(parameter.Tensor.Shape))];
}
