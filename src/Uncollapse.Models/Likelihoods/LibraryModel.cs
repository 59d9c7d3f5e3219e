using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Likelihoods;

/// <summary>The library of each example, the expected sum of its counts: its own sum, or what the last latent unit says, log library = m + s z.</summary>
/// <remarks>The state <c>likelihood.library</c> holds the training examples' median sum, and m and s, the mean and standard deviation of their log sums.</remarks>
public sealed class LibraryModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Tensor<T> _statistics;

    /// <summary>Adds the state.</summary>
    /// <param name="parameters">Where it is added.</param>
    /// <param name="isLatent">Whether the last latent unit is the library's.</param>
    /// <param name="statistics">The sums of the training examples.</param>
    public LibraryModel(ParameterSet<T> parameters, bool isLatent, LibraryStatistics statistics)
    {
        IsLatent = isLatent;
        _statistics = parameters.AddState("likelihood.library", new Shape(3));
        _statistics.Data[0] = T.CreateChecked(statistics.Median);
        _statistics.Data[1] = T.CreateChecked(statistics.LogMean);
        _statistics.Data[2] = T.CreateChecked(statistics.LogDeviation);
    }

    /// <summary>Whether the last latent unit is the library's: the decoder does not see it.</summary>
    public bool IsLatent { get; }

    /// <summary>The library of a code that no example stands behind: the training examples' median sum.</summary>
    public double Median => double.CreateChecked(_statistics.Data[0]);

    /// <summary>The logarithm of each example's own sum, [rows, 1]; -infinity for an example without a count.</summary>
    /// <param name="counts">[rows, outputs].</param>
    /// <param name="pass">The walk.</param>
    public Tensor<T> Observed(Tensor<T> counts, in Pass<T> pass)
    {
        var result = pass.Tape.Constant(new Shape(counts.Rows, 1));
        for (int row = 0; row < counts.Rows; row++)
            result.Data[row] = T.CreateChecked(Math.Log(KernelTable<T>.Current.Sum(counts.Data.Slice(row * counts.Columns, counts.Columns))));
        return result;
    }

    /// <summary>What the last unit of each code says, [rows, 1].</summary>
    /// <param name="code">z, [rows, units].</param>
    /// <param name="pass">The walk.</param>
    public Tensor<T> Latent(Tensor<T> code, in Pass<T> pass) => pass.Tape.Affine(
        pass.Tape.SliceColumns(code, code.Columns - 1, 1), double.CreateChecked(_statistics.Data[2]), double.CreateChecked(_statistics.Data[1]));

    /// <summary>The logarithm of the median for every row, [rows, 1].</summary>
    /// <param name="rows">How many.</param>
    /// <param name="pass">The walk.</param>
    public Tensor<T> Typical(int rows, in Pass<T> pass)
    {
        var result = pass.Tape.Constant(new Shape(rows, 1));
        result.Data.Fill(T.CreateChecked(Math.Log(Median)));
        return result;
    }
}
