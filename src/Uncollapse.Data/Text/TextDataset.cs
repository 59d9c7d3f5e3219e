using Uncollapse.Data.Datasets;

namespace Uncollapse.Data.Text;

/// <summary>
/// Sentences as rows of token ids, whole numbers in floats: the words' ids, <see cref="Vocabulary.End"/>, then
/// <see cref="Vocabulary.Padding"/> to the width of all rows. A sentence of more words than fit is cut; its row has an end token too.
/// </summary>
public sealed class TextDataset : DenseDataset
{
    private readonly TextPart part;
    private readonly int[] translation;

    internal TextDataset(TextPart part, Vocabulary vocabulary, int width)
        : base(part.Name, part.Provenance, part.Labels, ExampleShape.Vector(width), ValueKind.Token)
    {
        this.part = part;
        Vocabulary = vocabulary;
        translation = TextCoding.Translate(part.Store.Lexicon, vocabulary);
    }

    /// <summary>What the ids mean.</summary>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public override int Count => part.Count;

    /// <inheritdoc/>
    public override bool IsStreamed => false;

    /// <inheritdoc/>
    public override string Origin => part.Origin;

    /// <summary>The sentences before they were encoded.</summary>
    internal TextPart Part => part;

    /// <inheritdoc/>
    public override int SourceIndex(int index) => part.Place(index);

    /// <summary>Tokens of a row, the end token among them and padding not.</summary>
    public int Length(int index) => Math.Min(part.Store.Length(part.Place(index)), OutputSize - 1) + 1;

    /// <summary>Counts tokens, in one pass.</summary>
    internal TokenStatistics CountTokens()
    {
        long[] numbers = new long[part.Store.Lexicon.Words.Count];
        int cut = 0;
        int most = OutputSize - 1;
        for (int i = 0; i < Count; i++)
        {
            int place = part.Place(i);
            part.Store.Tally(place, most, numbers);
            cut += part.Store.Length(place) > most ? 1 : 0;
        }
        long[] counts = new long[Vocabulary.Count];
        for (int number = 0; number < numbers.Length; number++)
            counts[translation[number]] += numbers[number];
        counts[Vocabulary.End] = Count;
        return new TokenStatistics(Count, cut, counts);
    }

    /// <summary>The same sentences under another vocabulary and width.</summary>
    internal TextDataset Recode(Vocabulary vocabulary, int width) => new(part, vocabulary, width);

    private protected override void ReadCheckedRows(ReadOnlySpan<int> indices, Span<float> destination)
    {
        int width = OutputSize;
        for (int i = 0; i < indices.Length; i++)
        {
            Span<float> row = destination.Slice(i * width, width);
            int words = Length(indices[i]) - 1;
            part.Store.Copy(part.Place(indices[i]), translation, row[..words]);
            row[words] = Vocabulary.End;
            row[(words + 1)..].Clear();
        }
    }

    private protected override DenseDataset SubsetOf(string name, int[] indices)
    {
        int[] rows = Array.ConvertAll(indices, part.Place);
        return new TextDataset(part with { Name = name, Rows = rows, Labels = [.. Labels.Select(column => column.Select(indices))] }, Vocabulary, OutputSize);
    }
}
