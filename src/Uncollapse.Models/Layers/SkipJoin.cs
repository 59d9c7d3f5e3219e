using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>Where a skip meets a decoder: its features as they are, or each times a gate tanh(w z) that the code opens.</summary>
/// <remarks>
/// <para>Features may lie on a plane, [rows, height, width, features]: then a feature has one gate for all places. The gate sees the code alone, not the
/// condition.</para>
/// <para>A gate has no bias, or training would open it by that and leave the code out. It is odd, or gates of opposite weights would add up to one that is open for
/// every code: with sigmoid(w z - 3) a U-Net on MNIST got round a code of fixed spread in that way. It starts near 0, closed.</para>
/// </remarks>
public sealed class SkipJoin<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What a gate's drawn weights are multiplied by, so that it starts closed.</summary>
    public const double ClosedScale = 0.3;

    private readonly LinearLayer<T>? _gate;
    private readonly int _features;
    private readonly int _units;

    /// <summary>Builds the join; a gate's parameters are <c>name.weight</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The gate's path.</param>
    /// <param name="kind">Plain or gated.</param>
    /// <param name="units">Latent units: the first columns of what the decoder is given.</param>
    /// <param name="features">Features of the skip.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no skip.</exception>
    public SkipJoin(ParameterSet<T> parameters, string name, SkipKind kind, int units, int features, Initialiser initialiser)
    {
        if (kind == SkipKind.None)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "a skip is needed");

        _units = units;
        _features = features;
        if (kind != SkipKind.Gated)
            return;

        _gate = new LinearLayer<T>(parameters, name, units, features, initialiser, Tensors.Kernels.Activation.Tanh, hasBias: false);
        foreach (ref var weight in _gate.Weight.Data)
            weight *= T.CreateChecked(ClosedScale);
    }

    /// <summary>What the decoder sees of the skip.</summary>
    /// <param name="skip">[rows, features] or [rows, height, width, features]; null where it is hidden: zeros.</param>
    /// <param name="hidden">The shape that a hidden skip has.</param>
    /// <param name="code">z, and behind it the condition, [rows, units and more].</param>
    /// <param name="pass">The walk.</param>
    /// <exception cref="ShapeException">The skip has another number of features.</exception>
    public Tensor<T> Forward(Tensor<T>? skip, Shape hidden, Tensor<T> code, in Pass<T> pass)
    {
        var tape = pass.Tape;
        if (skip is null)
        {
            var zeros = tape.Constant(hidden);
            zeros.Data.Clear();
            return zeros;
        }

        if (skip.Columns != _features)
            throw new ShapeException("skip", $"expected {_features} features, found {skip.Shape}");
        if (_gate is null)
            return skip;

        var gates = _gate.Forward(code.Columns == _units ? code : tape.SliceColumns(code, 0, _units), pass);
        var places = tape.RepeatRows(gates, skip.Length / gates.Length);
        return tape.Multiply(skip, places.Shape == skip.Shape ? places : tape.View(places, skip.Shape));
    }
}
