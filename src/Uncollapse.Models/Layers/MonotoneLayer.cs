using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A Brenier map: y = x + f(x W + b) W^T, the gradient of the strictly convex 1/2 |x|^2 + sum_i F(w_i x + b_i), F' = f that never falls.</summary>
/// <remarks>Its Jacobian is I + W D W^T with D diagonal and not negative: symmetric, no eigenvalue below 1, so that no two points come nearer to each other.</remarks>
public sealed class MonotoneLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LinearLayer<T> _layer;

    /// <summary>Builds the layer with parameters <c>name.weight</c> and <c>name.bias</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="name">The layer's path.</param>
    /// <param name="features">Columns of x and y.</param>
    /// <param name="width">Convex units.</param>
    /// <param name="activation">f.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <exception cref="ArgumentOutOfRangeException">f falls somewhere.</exception>
    public MonotoneLayer(ParameterSet<T> parameters, string name, int features, int width, Activation activation, Initialiser initialiser)
    {
        if (activation is Activation.Gelu or Activation.Silu)
            throw new ArgumentOutOfRangeException(nameof(activation), activation, "an activation that never falls is needed");

        _layer = new LinearLayer<T>(parameters, name, features, width, initialiser, Activations.ToKernel(activation));
    }

    /// <summary>y of x.</summary>
    /// <param name="input">x, [rows, features].</param>
    /// <param name="pass">The walk.</param>
    /// <param name="bias">What is added to y, one a feature; null for nothing.</param>
    public Tensor<T> Forward(Tensor<T> input, in Pass<T> pass, Tensor<T>? bias = null) =>
        pass.Tape.Add(input, pass.Tape.TransposedLinear(_layer.Forward(input, pass), _layer.Weight, bias));
}
