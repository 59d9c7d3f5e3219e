using System.Numerics;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Training.Optimizers;

/// <summary>
/// Adam (Kingma &amp; Ba 2015) and AdamW (Loshchilov &amp; Hutter 2019): m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// w -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon).
/// </summary>
/// <typeparam name="T">The element type of the parameters.</typeparam>
public sealed class Adam<T> : Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AdamSettings _settings;
    private readonly Tensor<T>[] _first;
    private readonly Tensor<T>[] _second;
    private readonly Factored _factored;

    /// <summary>Adam with moments of zero.</summary>
    /// <param name="plan">Decays, epsilon and weight decay.</param>
    /// <param name="decoupled">Whether weight decay shrinks the weights (AdamW) instead of being added to the gradient.</param>
    /// <param name="parameters">What is optimised.</param>
    public Adam(OptimizerPlan plan, bool decoupled, IReadOnlyList<Parameter<T>> parameters)
        : base(parameters)
    {
        _settings = new AdamSettings(plan.LearningRate, plan.Beta1, plan.Beta2, plan.Epsilon, plan.WeightDecay, decoupled);
        _first = Zeros();
        _second = Zeros();
        _factored = new Factored(this);
        State =
        [
            .. Parameters.Select((parameter, i) => ($"first_moment.{parameter.Name}", _first[i])),
            .. Parameters.Select((parameter, i) => ($"second_moment.{parameter.Name}", _second[i])),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Tensor<T> Value)> State { get; }

    /// <inheritdoc/>
    public override FactoredStep<T> StepWhileDifferentiating(double learningRate) => _factored.Begin(learningRate);

    private protected override void Update(int index, double learningRate, double gradientScale)
    {
        Tensor<T> value = Parameters[index].Tensor;
        AdamSettings settings = _settings with { LearningRate = learningRate, Step = StepsOf(index), GradientScale = gradientScale };
        KernelTable<T>.Current.AdamStep(settings, value.Rows, value.Columns, value.Data, value.Gradient, _first[index].Data, _second[index].Data);
    }

    private sealed class Factored(Adam<T> owner) : FactoredStep<T>
    {
        private AdamSettings _settings;

        public override bool TryUpdate(Tensor<T> weight, Tensor<T> input, ReadOnlySpan<T> gradient)
        {
            int i = Find(weight);
            if (i < 0 || owner.RateFactor(i) <= 0) return i >= 0;
            IsFinite &= KernelTable<T>.Current.LinearBackwardAdam(
                Settings(i), input.Rows, weight.Rows, weight.Columns, input.Data, gradient, weight.Data, owner._first[i].Data, owner._second[i].Data);
            return true;
        }

        public override bool TryUpdate(Tensor<T> weight, SparseRows<T> input, ReadOnlySpan<T> gradient)
        {
            int i = Find(weight);
            if (i < 0 || owner.RateFactor(i) <= 0) return i >= 0;
            IsFinite &= KernelTable<T>.Current.SparseBackwardAdam(
                Settings(i), input, weight.Columns, gradient, weight.Data, owner._first[i].Data, owner._second[i].Data);
            return true;
        }

        internal Factored Begin(double learningRate)
        {
            _settings = owner._settings with { LearningRate = learningRate };
            IsFinite = true;
            return this;
        }

        private AdamSettings Settings(int index) => _settings with
        {
            LearningRate = _settings.LearningRate * owner.RateFactor(index),
            Step = owner.StepsOf(index) + 1,
        };

        private int Find(Tensor<T> weight)
        {
            for (int i = 0; i < owner.Parameters.Count; i++)
            {
                if (owner.Parameters[i].Tensor == weight) return i;
            }

            return -1;
        }
    }
}
