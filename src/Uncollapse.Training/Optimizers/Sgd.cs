using System.Numerics;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Training.Optimizers;

/// <summary>Gradient descent with momentum in PyTorch's form: g += decay w; v = momentum v + g; w -= rate v, from v = 0.</summary>
/// <typeparam name="T">The element type of the parameters.</typeparam>
public sealed class Sgd<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly SgdSettings _settings;
    private readonly Tensor<T>[] _velocity;

    /// <summary>Gradient descent at rest.</summary>
    /// <param name="plan">Momentum and weight decay.</param>
    /// <param name="parameters">What is optimised.</param>
    public Sgd(OptimizerPlan plan, IReadOnlyList<Parameter<T>> parameters)
        : base(parameters)
    {
        _settings = new SgdSettings(plan.LearningRate, plan.Momentum, WeightDecay: plan.WeightDecay);
        _velocity = plan.Momentum > 0 ? Zeros() : [];
        State = [.. _velocity.Select((velocity, i) => ($"velocity.{Parameters[i].Name}", velocity))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor<T> Value)> State { get; }

    private protected override void Update(int index, double learningRate, double gradientScale)
    {
        Tensor<T> value = Parameters[index].Tensor;
        Span<T> velocity = _velocity.Length > 0 ? _velocity[index].Data : [];
        KernelTable<T>.Current.SgdStep(_settings with { LearningRate = learningRate, GradientScale = gradientScale }, value.Data, value.Gradient, velocity);
    }
}
