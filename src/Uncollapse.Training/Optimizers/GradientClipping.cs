using System.Numerics;
using Uncollapse.Models;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;

namespace Uncollapse.Training.Optimizers;

/// <summary>The gradient of all parameters seen as one vector: its norm, its bound, whether it is finite.</summary>
public static class GradientClipping
{
    // PyTorch's guard against division by a norm of zero; part of its result, so part of ours.
    private const double Guard = 1e-6;

    /// <summary>The Euclidean norm over all parameters that the pass reached.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tape">The tape of the backward pass.</param>
    /// <param name="parameters">The parameters.</param>
    /// <returns>The norm; not finite when any element is not.</returns>
    public static double GlobalNorm<T>(Tape<T> tape, IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        for (int i = 0; i < parameters.Count; i++)
        {
            Tensor<T> value = parameters[i].Tensor;
            if (tape.HasGradient(value)) sum += KernelTable<T>.Current.Dot(value.Gradient, value.Gradient);
        }

        return Math.Sqrt(sum);
    }

    /// <summary>Whether every element that the pass reached is finite.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="tape">The tape of the backward pass.</param>
    /// <param name="parameters">The parameters.</param>
    /// <returns>False when an update would poison the weights.</returns>
    public static bool AllFinite<T>(Tape<T> tape, IReadOnlyList<Parameter<T>> parameters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < parameters.Count; i++)
        {
            Tensor<T> value = parameters[i].Tensor;
            if (tape.HasGradient(value) && !KernelTable<T>.Current.AllFinite(value.Rows, value.Columns, value.Gradient)) return false;
        }

        return true;
    }

    /// <summary>What gradients are multiplied by: min(1, bound / (norm + 1e-6)), as PyTorch does.</summary>
    /// <param name="norm">The global norm.</param>
    /// <param name="bound">The longest norm allowed, above 0.</param>
    /// <returns>In (0, 1].</returns>
    public static double Scale(double norm, double bound) => Math.Min(1, bound / (norm + Guard));
}
