using Uncollapse.Models;
using Uncollapse.Models.Objectives;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Training.Rules;

/// <summary>
/// One step of semi-amortised training (Kim et al. 2018, algorithm 1): posteriors start where the encoder puts them, K steps of gradient descent with momentum
/// refine them, and the loss at the refined ones is differentiated by the decoder's parameters and, through all K steps, by the encoder's.
/// </summary>
/// <remarks>
/// <para>With h the numbers that the encoder's head makes of a posterior (means and log-variances), L the batch's mean loss and c the clipping's factor:
/// m' = momentum m + c dL/dh, h' = h - rate m'. Backwards, with a the derivative of the last loss by h and b by m: b += -rate a; a += c H b, and the decoder's
/// gradient gets c (d2L/dw dh) b; b *= momentum. Both products are one central difference of the gradient along b, as the published code does it; c is taken as a
/// constant.</para>
/// <para>Each refining step has noise and masks of its own, which its second derivatives share, and the loss at the end has the loop's: refined against the noise that it
/// is judged by, a posterior would fit that. Nothing is allocated after the first step.</para>
/// </remarks>
internal sealed class SemiAmortisedStep : IDisposable
{
    // The cube root of a float's rounding error: where a central difference errs least.
    private const float Displacement = 5e-3f;

    private readonly Vae<float> _model;
    private readonly Objective<float> _objective;
    private readonly Optimizer<float> _optimizer;
    private readonly RefinementPlan _plan;
    private readonly double? _clipNorm;
    private readonly Tape<float> _encoder = new();
    private readonly Tape<float> _decoder = new();
    private readonly Tensor<float> _moving = new(new Shape(0), requiresGradient: true);
    private readonly float[][] _gradients;
    private readonly double[] _clips;
    private float[][] _places = [];
    private float[] _momentum = [];
    private float[] _byPlace = [];
    private float[] _byMomentum = [];
    private float[] _difference = [];

    internal SemiAmortisedStep(Plan plan, Vae<float> model, Optimizer<float> optimizer)
    {
        (_model, _optimizer, _plan, _clipNorm) = (model, optimizer, plan.Training.Refinement, plan.Training.ClipNorm);
        _objective = Objective<float>.Build(plan.Objective);
        _gradients = [.. optimizer.Parameters.Select(parameter => IsEncoder(parameter) ? [] : new float[parameter.Tensor.Length])];
        _clips = new double[_plan.Steps];
    }

    /// <summary>Takes a step of all parameters.</summary>
    /// <param name="examples">The batch, [examples, row size].</param>
    /// <param name="rng">The step's own key.</param>
    /// <param name="weights">The weights of the objective at this step.</param>
    /// <param name="learningRate">The step size.</param>
    /// <returns>What the refined posteriors saw; where something was not finite no weight was touched.</returns>
    internal StepResult Run(Tensor<float> examples, Rng rng, ScheduledWeights weights, double learningRate)
    {
        (Tensor<float> heads, StepResult result) = Differentiate(examples, rng, weights);
        if (result.Fault is not null) return result;
        _encoder.Backward(EncoderLoss(heads));
        double norm = Math.Sqrt(Square(GradientClipping.GlobalNorm(_encoder, _optimizer.Parameters)) + Square(DecoderNorm()));
        if (_clipNorm is not null) result = result with { GradientNorm = norm };
        if (!double.IsFinite(norm)) return result with { Fault = "the gradient's norm" };
        double scale = _clipNorm is { } bound ? GradientClipping.Scale(norm, bound) : 1;
        _optimizer.Part = TrainedPart.Encoder;
        _optimizer.Step(_encoder, learningRate, scale);
        _optimizer.Part = TrainedPart.Decoder;
        _optimizer.Step(_decoder, learningRate, scale);
        _optimizer.Part = TrainedPart.All;
        _model.Decoder.Constrain();
        return result;
    }

    /// <summary>Returns native memory.</summary>
    public void Dispose()
    {
        _encoder.Dispose();
        _decoder.Dispose();
        _moving.Dispose();
    }

    /// <summary>Fills the decoder's gradients and the derivative by what the encoder's head makes.</summary>
    /// <param name="examples">The batch.</param>
    /// <param name="rng">The step's own key.</param>
    /// <param name="weights">The weights of the objective at this step.</param>
    /// <returns>What the head made, on the encoder's tape, and what the refined posteriors saw.</returns>
    internal (Tensor<float> Heads, StepResult Result) Differentiate(Tensor<float> examples, Rng rng, ScheduledWeights weights)
    {
        _encoder.Reset();
        Tensor<float> heads = _model.EncodeHeads(examples, new Pass<float>(_encoder, Training: true, rng)).Heads;
        Reserve(heads);
        if (!Refine(examples, rng, weights, out StepResult result)) return (heads, result);
        result = Loss(examples, rng, weights, _places[_plan.Steps]);
        if (result.Fault is not null) return (heads, result);
        _moving.Gradient.CopyTo(_byPlace);
        KeepGradients();
        Array.Clear(_byMomentum);
        for (int k = _plan.Steps - 1; k >= 0; k--)
        {
            for (int i = 0; i < Count; i++) _byMomentum[i] -= (float)_plan.Rate * _byPlace[i];
            if (!Product(examples, rng, weights, k)) return (heads, result with { Fault = "a gradient" });
            for (int i = 0; i < Count; i++)
            {
                _byPlace[i] += _difference[i];
                _byMomentum[i] *= (float)_plan.Momentum;
            }
        }

        return (heads, result);
    }

    /// <summary>The loss whose gradient by the encoder's parameters is the step's: sum of h times the derivative by h, held constant.</summary>
    internal Tensor<float> EncoderLoss(Tensor<float> heads)
    {
        Tensor<float> slopes = _encoder.Constant(heads.Shape);
        _byPlace.AsSpan(0, heads.Length).CopyTo(slopes.Data);
        return _encoder.WeightedSum(_encoder.Mean(_encoder.Multiply(heads, slopes)), heads.Length);
    }

    private int Count => _moving.Length;

    private static bool IsEncoder(Parameter<float> parameter) => parameter.Name.StartsWith("encoder.", StringComparison.Ordinal);

    private static Rng Noise(Rng rng, int step) => rng.Fork("refinement").Fork((ulong)step);

    private static double Square(double value) => value * value;

    private void Reserve(Tensor<float> heads)
    {
        _moving.Resize(heads.Shape);
        if (_momentum.Length < heads.Length)
        {
            _places = [.. Enumerable.Range(0, _plan.Steps + 1).Select(_ => new float[heads.Length])];
            (_momentum, _byPlace, _byMomentum, _difference) = (new float[heads.Length], new float[heads.Length], new float[heads.Length], new float[heads.Length]);
        }

        heads.Data.CopyTo(_places[0]);
        Array.Clear(_momentum);
    }

    /// <summary>The steps forward; false where a loss or a gradient was not finite.</summary>
    private bool Refine(Tensor<float> examples, Rng rng, ScheduledWeights weights, out StepResult result)
    {
        result = default;
        AskParameters(false);
        try
        {
            for (int k = 0; k < _plan.Steps; k++)
            {
                result = Loss(examples, Noise(rng, k), weights, _places[k]);
                if (result.Fault is not null) return false;
                Span<float> gradient = _moving.Gradient;
                double norm = Math.Sqrt(KernelTable<float>.Current.Dot(gradient, gradient));
                if (!double.IsFinite(norm))
                {
                    result = result with { Fault = "a refining step's gradient" };
                    return false;
                }

                _clips[k] = _plan.ClipNorm is { } bound ? GradientClipping.Scale(norm, bound) : 1;
                for (int i = 0; i < Count; i++)
                {
                    _momentum[i] = (float)((_plan.Momentum * _momentum[i]) + (_clips[k] * gradient[i]));
                    _places[k + 1][i] = _places[k][i] - (float)(_plan.Rate * _momentum[i]);
                }
            }
        }
        finally
        {
            AskParameters(true);
        }

        return true;
    }

    /// <summary>c H b into the difference, and the decoder's share into its gradients; false where it was not finite.</summary>
    private bool Product(Tensor<float> examples, Rng rng, ScheduledWeights weights, int step)
    {
        float longest = 0;
        for (int i = 0; i < Count; i++) longest = Math.Max(longest, Math.Abs(_byMomentum[i]));
        Array.Clear(_difference);
        if (longest == 0) return true;
        float length = Displacement / longest;
        if (!float.IsFinite(length)) return float.IsFinite(longest);
        for (int side = 1; side >= -1; side -= 2)
        {
            if (Loss(examples, Noise(rng, step), weights, _places[step], along: side * length).Fault is not null) return false;
            float factor = (float)(side * _clips[step] / (2 * length));
            Span<float> gradient = _moving.Gradient;
            for (int i = 0; i < Count; i++) _difference[i] += factor * gradient[i];
            AddGradients(factor);
        }

        return true;
    }

    /// <summary>The loss at a place, or beside it along b, and its gradients on the decoder's tape.</summary>
    private StepResult Loss(Tensor<float> examples, Rng rng, ScheduledWeights weights, float[] place, float along = 0)
    {
        Span<float> heads = _moving.Data;
        for (int i = 0; i < heads.Length; i++) heads[i] = place[i] + (along * _byMomentum[i]);
        _decoder.Reset();
        ObjectiveValue<float> value = _objective.Evaluate(_model, examples, weights, new Pass<float>(_decoder, Training: true, rng) { Heads = _moving });
        var result = new StepResult(value.Loss, value.Bound, value.Rate, value.Distortion, 0, null);
        if (!double.IsFinite(value.Loss) || !double.IsFinite(value.Bound)) return result with { Fault = "the loss" };
        _decoder.Backward(value.LossTensor);
        return result;
    }

    private void AskParameters(bool gradients)
    {
        for (int i = 0; i < _optimizer.Parameters.Count; i++) _optimizer.Parameters[i].Tensor.RequiresGradient = gradients;
    }

    private void KeepGradients()
    {
        for (int i = 0; i < _gradients.Length; i++)
        {
            Tensor<float> tensor = _optimizer.Parameters[i].Tensor;
            if (_gradients[i].Length == 0) continue;
            if (_decoder.HasGradient(tensor)) tensor.Gradient.CopyTo(_gradients[i]);
            else Array.Clear(_gradients[i]);
        }
    }

    private void AddGradients(float factor)
    {
        for (int i = 0; i < _gradients.Length; i++)
        {
            Tensor<float> tensor = _optimizer.Parameters[i].Tensor;
            if (_gradients[i].Length > 0 && _decoder.HasGradient(tensor)) KernelTable<float>.Current.Affine(factor, tensor.Gradient, 0, _gradients[i], true);
        }
    }

    /// <summary>Puts the decoder's gradients back where the optimiser looks for them, and says how long they are.</summary>
    private double DecoderNorm()
    {
        double sum = 0;
        for (int i = 0; i < _gradients.Length; i++)
        {
            Tensor<float> tensor = _optimizer.Parameters[i].Tensor;
            if (_gradients[i].Length == 0 || !_decoder.HasGradient(tensor)) continue;
            _gradients[i].CopyTo(tensor.Gradient);
            sum += KernelTable<float>.Current.Dot(tensor.Gradient, tensor.Gradient);
        }

        return Math.Sqrt(sum);
    }
}
