using System.Globalization;
using System.Numerics;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>
/// From the source's values to the model's: <c>y = (x - shift) / divisor</c>, by output or for all, then binarisation of y in [0, 1].
/// </summary>
public sealed class ValueTransform
{
    private readonly float[] shift;
    private readonly float[] divisor;
    private readonly Rng staticKey;
    private readonly bool clipped;

    internal ValueTransform(float[] shift, float[] divisor, Binarisation binarisation, Rng staticKey, string scaling, bool clipped = false)
    {
        this.clipped = clipped;
        this.shift = shift;
        this.divisor = divisor;
        this.staticKey = staticKey;
        Binarisation = binarisation;
        Scaling = scaling;
    }

    /// <summary>How values are made binary in this split (held-out splits are drawn once where training draws anew).</summary>
    public Binarisation Binarisation { get; }

    /// <summary>What the scaling does, in words: <c>x / 255</c>.</summary>
    public string Scaling { get; }

    /// <summary>What is subtracted: one value for all outputs, or one an output.</summary>
    public ReadOnlySpan<float> Shift => shift;

    /// <summary>What is divided by: one value for all outputs, or one an output; never 0.</summary>
    public ReadOnlySpan<float> Divisor => divisor;

    /// <summary>Undoes the scaling (not the binarisation) in place, row by row: model's values to the source's units.</summary>
    public void Invert(Span<float> rows, int outputSize)
    {
        for (int start = 0; start < rows.Length; start += outputSize)
        {
            Span<float> row = rows.Slice(start, outputSize);
            for (int i = 0; i < row.Length; i++)
                row[i] = (row[i] * divisor[divisor.Length == 1 ? 0 : i]) + shift[shift.Length == 1 ? 0 : i];
        }
    }

    /// <summary>Whether scaled values beyond [0, 1] are set to its ends.</summary>
    internal bool IsClipped => clipped;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scaling}, binarise {Binarisation.ToString().ToLowerInvariant()}");

    /// <summary>The same scaling with another binarisation.</summary>
    internal ValueTransform With(Binarisation binarisation) => new(shift, divisor, binarisation, staticKey, Scaling, clipped);

    /// <summary>The same, with scaled values beyond [0, 1] set to its ends.</summary>
    internal ValueTransform Clipped() => new(shift, divisor, Binarisation, staticKey, $"{Scaling}, clipped to [0, 1]", clipped: true);

    /// <summary>The key under which an example of an origin is statically binarised.</summary>
    internal Rng StaticKey(string origin) => staticKey.Fork(origin);

    /// <summary>Scales rows in place.</summary>
    internal void Scale(Span<float> rows, int outputSize)
    {
        if (shift.Length > 1)
        {
            for (int start = 0; start < rows.Length; start += outputSize)
                ScaleByOutput(rows.Slice(start, outputSize));
        }
        else if (shift[0] != 0 || divisor[0] != 1)
        {
            ScaleUniformly(rows, shift[0], divisor[0]);
        }
        if (!clipped) return;
        foreach (ref float value in rows)
            value = Math.Clamp(value, 0, 1);
    }

    private static void ScaleUniformly(Span<float> values, float shift, float divisor)
    {
        var shifts = new Vector<float>(shift);
        var divisors = new Vector<float>(divisor);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(values[i..]) - shifts) / divisors).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = (values[i] - shift) / divisor;
    }

    private void ScaleByOutput(Span<float> row)
    {
        int i = 0;
        for (; i <= row.Length - Vector<float>.Count; i += Vector<float>.Count)
            ((new Vector<float>(row[i..]) - new Vector<float>(shift, i)) / new Vector<float>(divisor, i)).CopyTo(row[i..]);
        for (; i < row.Length; i++)
            row[i] = (row[i] - shift[i]) / divisor[i];
    }
}
