using System.Numerics;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>A split as the model sees it: the examples of a data set after scaling and binarisation, each with what is told of it behind.</summary>
public sealed class DataView
{
    private readonly Rng staticKey;
    private readonly float[] codes;
    private OutputStatistics? statistics;
    private TokenStatistics? tokens;

    internal DataView(string name, DenseDataset data, ValueTransform transform, ConditionSet? conditions = null)
    {
        Name = name;
        Data = data;
        Transform = transform;
        Conditions = conditions;
        codes = conditions?.Of(data) ?? [];
        staticKey = transform.StaticKey(data.Origin);
    }

    /// <summary><c>train</c>, <c>validation</c> or <c>test</c>.</summary>
    public string Name { get; }

    /// <summary>The examples as the source holds them.</summary>
    public DenseDataset Data { get; }

    /// <summary>What is done to their values.</summary>
    public ValueTransform Transform { get; }

    /// <summary>Number of examples.</summary>
    public int Count => Data.Count;

    /// <summary>Numbers in one example.</summary>
    public int OutputSize => Data.OutputSize;

    /// <summary>What a conditional model is told of an example; null for nothing.</summary>
    public ConditionSet? Conditions { get; }

    /// <summary>Numbers that are told of an example, behind its own in a row; 0 without a condition.</summary>
    public int ConditionCount => Conditions?.Size ?? 0;

    /// <summary>Numbers in a row: an example and what is told of it.</summary>
    public int RowSize => OutputSize + ConditionCount;

    /// <summary>The shape of one example.</summary>
    public ExampleShape Shape => Data.Shape;

    /// <summary>What the token ids of a text mean; null for numbers.</summary>
    public Vocabulary? Vocabulary => (Data as TextDataset)?.Vocabulary;

    /// <summary>Label columns of the split.</summary>
    public IReadOnlyList<LabelColumn> Labels => Data.Labels;

    /// <summary>Other examples prepared as these are: the same shift and divisor, the same binarisation.</summary>
    /// <param name="name">The view's name.</param>
    /// <param name="other">Examples of as many values; the caller keeps owning them.</param>
    /// <remarks>Another text is encoded by this one's vocabulary, its sentences cut to this one's rows. Other counts are of this one's genes, found by name.</remarks>
    /// <exception cref="DataFormatException">Their examples have another number of values, or only one of the two is text, or both are by different units, or they lack
    /// the label that is told of them.</exception>
    public DataView Over(string name, DenseDataset other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Data is SparseDataset { Kind: ValueKind.Count } mine && other is SparseDataset { Kind: ValueKind.Count } theirs)
            return new DataView(name, CountPreparation.Like(mine, theirs), Transform, Conditions);
        if (Data is TextDataset text && other is TextDataset sentences)
            return new DataView(name, TextCoding.Like(text, sentences), Transform, Conditions);
        if (Data.Kind == ValueKind.Token || other.Kind == ValueKind.Token)
            throw new DataFormatException(other.Provenance.Source, "", Data.Kind == ValueKind.Token ? "a text" : "numbers", Data.Kind == ValueKind.Token ? "numbers" : "a text", "Name data of the kind that the model was trained on");
        if (other.OutputSize != OutputSize)
            throw new DataFormatException(other.Provenance.Source, "", $"examples of {OutputSize} values, as in {Data.Provenance.Source}", $"{other.OutputSize} values", "Name data of the kind that the model was trained on");
        return new DataView(name, other, Transform, Conditions);
    }

    /// <summary>Reads examples, row after row. Allocates nothing.</summary>
    /// <param name="indices">Positions in this split.</param>
    /// <param name="rng">The noise of dynamic binarisation for this batch; not used otherwise.</param>
    /// <param name="destination">Receives <c>indices.Length * RowSize</c> values: an example's own, and behind them what is told of it.</param>
    /// <exception cref="DataFormatException">A streamed file cannot be read any more.</exception>
    public void Read(ReadOnlySpan<int> indices, Rng rng, Span<float> destination)
    {
        if (Conditions is not null && destination.Length < (long)indices.Length * RowSize)
            throw new ArgumentException($"{indices.Length} rows of {RowSize} values need {(long)indices.Length * RowSize} places, there are {destination.Length}.", nameof(destination));
        ReadOutputs(indices, rng, destination);
        if (Conditions is not null)
            Spread(indices, destination);
    }

    /// <summary>Reads a run of examples in the split's own order.</summary>
    /// <param name="start">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="rng">The noise of dynamic binarisation; not used otherwise.</param>
    /// <param name="destination">Receives <c>count * RowSize</c> values.</param>
    public void ReadRange(int start, int count, Rng rng, Span<float> destination)
    {
        const int block = 256;
        Span<int> indices = stackalloc int[block];
        for (int done = 0; done < count; done += block)
        {
            int number = Math.Min(block, count - done);
            for (int i = 0; i < number; i++)
                indices[i] = start + done + i;
            // Each block has noise of its own; the first examples of a range do not depend on its length.
            Read(indices[..number], rng.Fork((ulong)done), destination[(done * RowSize)..]);
        }
    }

    /// <summary>
    /// Mean, variance, minimum and maximum of each output as the model sees it (of the ids, for text, where <see cref="TokenStatistics"/>
    /// says more); under dynamic binarisation the exact moments of the
    /// draws (mean p, variance p (1 - p)). One pass over the split, remembered.
    /// </summary>
    public OutputStatistics Statistics() => statistics ??= ComputeStatistics();

    /// <summary>How often each token of a text occurs; null for numbers. One pass over the split, remembered.</summary>
    public TokenStatistics? TokenStatistics() => tokens ??= (Data as TextDataset)?.CountTokens();

    /// <summary>How many values of an example are not padding: a sentence's tokens and its end token; all of them for numbers.</summary>
    public int Length(int index) => Data is TextDataset text ? text.Length(index) : OutputSize;

    private bool IsIdentity => Transform is { Binarisation: Binarisation.None, Shift: [0], Divisor: [1] } && !Transform.IsClipped;

    private static void Threshold(Span<float> values)
    {
        var half = new Vector<float>(0.5f);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.ConditionalSelect(Vector.GreaterThan(new Vector<float>(values[i..]), half), Vector<float>.One, Vector<float>.Zero).CopyTo(values[i..]);
        for (; i < values.Length; i++)
            values[i] = values[i] > 0.5f ? 1 : 0;
    }

    private void ReadOutputs(ReadOnlySpan<int> indices, Rng rng, Span<float> destination)
    {
        int size = OutputSize;
        Data.ReadRows(indices, destination);
        Span<float> rows = destination[..(indices.Length * size)];
        if (Transform.Binarisation == Binarisation.Dynamic && Transform.Shift.Length == 1)
        {
            rng.FillBernoulli(rows, Transform.Shift[0], Transform.Divisor[0], rows);
            return;
        }

        Transform.Scale(rows, size);
        switch (Transform.Binarisation)
        {
            case Binarisation.Threshold:
                Threshold(rows);
                break;
            case Binarisation.Dynamic:
                rng.FillBernoulli(rows, rows);
                break;
            case Binarisation.Static:
                // The key belongs to the example, not to its place in a batch or split: it is the same whoever asks.
                for (int i = 0; i < indices.Length; i++)
                    staticKey.Fork((ulong)Data.SourceIndex(indices[i])).FillBernoulli(rows.Slice(i * size, size), rows.Slice(i * size, size));
                break;
            default:
                break;
        }
    }

    /// <summary>From examples side by side to rows, in place, the last first.</summary>
    private void Spread(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int size = OutputSize, row = RowSize;
        for (int i = indices.Length - 1; i >= 0; i--)
        {
            destination.Slice(i * size, size).CopyTo(destination[(i * row)..]);
            Conditions!.Write(codes.AsSpan(indices[i] * Conditions.Parts.Count, Conditions.Parts.Count), destination.Slice((i * row) + size, row - size));
        }
    }

    private OutputStatistics ComputeStatistics()
    {
        // Of the outputs alone.
        if (Conditions is not null)
            return new DataView(Name, Data, Transform).Statistics();
        if (Transform.Binarisation == Binarisation.Dynamic)
        {
            OutputStatistics scaled = new DataView(Name, Data, Transform.With(Binarisation.None)).Statistics();
            double zeros = 1 - scaled.OverallMean;
            return scaled with { Variance = Array.ConvertAll(scaled.Mean, p => p * (1 - p)), Minimum = Array.ConvertAll(scaled.Mean, p => p < 1 ? 0.0 : 1), Maximum = Array.ConvertAll(scaled.Mean, p => p > 0 ? 1.0 : 0), ZeroShare = zeros };
        }
        if (Data is SparseDataset sparse && IsIdentity)
            return SparseStatistics.Of(sparse);
        var sums = new StatisticsAccumulator(OutputSize);
        int block = Math.Clamp((1 << 18) / OutputSize, 1, 256);
        float[] rows = new float[block * OutputSize];
        for (int start = 0; start < Count; start += block)
        {
            int number = Math.Min(block, Count - start);
            ReadRange(start, number, default, rows);
            for (int i = 0; i < number; i++)
                sums.Add(rows.AsSpan(i * OutputSize, OutputSize));
        }
        return sums.Finish();
    }
}
