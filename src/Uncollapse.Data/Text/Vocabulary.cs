using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Text;

/// <summary>
/// The tokens that a model of text knows, by id: padding, unknown, start and end, then the words by falling frequency in the training
/// split (ties in ordinal order).
/// </summary>
public sealed class Vocabulary
{
    /// <summary>The id of the places after a sentence's end.</summary>
    public const int Padding = 0;

    /// <summary>The id of every word that the vocabulary does not have, and of the word <c>&lt;unk&gt;</c> in a text.</summary>
    public const int Unknown = 1;

    /// <summary>The id that a decoder is given before the first word. Rows of data never hold it.</summary>
    public const int Start = 2;

    /// <summary>The id after a sentence's last word.</summary>
    public const int End = 3;

    /// <summary>Special tokens, whose ids come first.</summary>
    public const int SpecialCount = 4;

    /// <summary>Ids are stored as floats, which hold every whole number up to 2^24.</summary>
    internal const int LargestCount = 1 << 24;

    internal static readonly string[] Specials = ["<pad>", "<unk>", "<bos>", "<eos>"];

    private readonly string[] all;
    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <summary>A vocabulary of these words.</summary>
    /// <param name="unit">What one token is.</param>
    /// <param name="lower">Whether sentences are made small before they are encoded.</param>
    /// <param name="words">The words without the special tokens, the most frequent first.</param>
    /// <exception cref="ArgumentException">A word is empty, there twice, not one token of this unit, or the name of a special token; or they are too many.</exception>
    public Vocabulary(TextUnit unit, bool lower, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Count > LargestCount - SpecialCount)
            throw new ArgumentException($"A vocabulary has at most {LargestCount} tokens, not {words.Count}.", nameof(words));
        Unit = unit;
        Lower = lower;
        all = [.. Specials, .. words];
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int id = SpecialCount; id < all.Length; id++)
        {
            if (!IsToken(all[id], unit) || (unit == TextUnit.Word && Specials.Contains(all[id])))
                throw new ArgumentException($"'{all[id]}' is no {(unit == TextUnit.Word ? "word" : "character")} of a text.", nameof(words));
            if (!ids.TryAdd(all[id], id))
                throw new ArgumentException($"The word '{all[id]}' is there twice.", nameof(words));
        }
    }

    /// <summary>What one token is.</summary>
    public TextUnit Unit { get; }

    /// <summary>Whether sentences are made small before they are encoded.</summary>
    public bool Lower { get; }

    /// <summary>Tokens, the special ones among them.</summary>
    public int Count => all.Length;

    /// <summary>Every token by id: <c>&lt;pad&gt;</c>, <c>&lt;unk&gt;</c>, <c>&lt;bos&gt;</c>, <c>&lt;eos&gt;</c>, then the words.</summary>
    public IReadOnlyList<string> Tokens => all;

    /// <summary>The id of a word, <see cref="Unknown"/> where the vocabulary does not have it.</summary>
    public int IdOf(ReadOnlySpan<char> word) => lookup.TryGetValue(word, out int id) ? id : Unknown;

    /// <summary>A sentence as ids, <see cref="End"/> last.</summary>
    public int[] Encode(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var encoded = new List<int>();
        var parts = new TokenEnumerator(Lower ? sentence.ToLowerInvariant() : sentence, Unit);
        while (parts.MoveNext())
            encoded.Add(IdOf(parts.Current));
        return [.. encoded, End];
    }

    /// <summary>A sentence as a row of data: its ids, <see cref="End"/>, then padding. A sentence that is too long is cut.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="row">Receives the ids as whole numbers; all of it is written.</param>
    /// <returns>The tokens written, the end token among them.</returns>
    /// <exception cref="ArgumentException">The row has no place.</exception>
    public int Encode(string sentence, Span<float> row)
    {
        if (row.IsEmpty)
            throw new ArgumentException("A row has a place for the end token at least.", nameof(row));
        int[] encoded = Encode(sentence);
        int length = Math.Min(encoded.Length, row.Length);
        for (int i = 0; i < length - 1; i++)
            row[i] = encoded[i];
        row[length - 1] = End;
        row[length..].Clear();
        return length;
    }

    /// <summary>
    /// The sentence that ids spell, up to <see cref="End"/>: words with a space between, characters side by side. Padding and
    /// <see cref="Start"/> are passed over; unknown words read <c>&lt;unk&gt;</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var words = new List<string>(ids.Length);
        foreach (int id in ids)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)id, (uint)all.Length, nameof(ids));
            if (id == End)
                break;
            if (id is not (Padding or Start))
                words.Add(all[id]);
        }
        return string.Join(Unit == TextUnit.Word ? " " : "", words);
    }

    /// <summary>The sentence that a row of data spells.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is no id.</exception>
    public string Decode(ReadOnlySpan<float> row)
    {
        int[] whole = new int[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            // A cast saturates; NaN and fractions differ from what it gives.
            whole[i] = (int)row[i];
            if (whole[i] != row[i])
                throw new ArgumentOutOfRangeException(nameof(row), row[i], "A token id is a whole number.");
        }
        return Decode(whole);
    }

    /// <summary>
    /// Writes one token a line, so that line n + 1 has the token of id n. White space, control characters, the backslash and halves of
    /// surrogate pairs are escaped: <c>\\</c>, <c>\u0020</c>.
    /// </summary>
    /// <param name="path">The file; it is written under another name first, then renamed.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string path) => VocabularyFile.Write(path, this);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="unit">What one token is.</param>
    /// <param name="lower">Whether sentences are made small before they are encoded.</param>
    /// <exception cref="DataFormatException">It is no vocabulary of this unit.</exception>
    public static Vocabulary Read(string path, TextUnit unit, bool lower) => VocabularyFile.Read(path, unit, lower);

    /// <summary>Whether a word of a text has a meaning of its own here that it cannot have in a text.</summary>
    internal static bool IsReserved(ReadOnlySpan<char> word) => word is "<pad>" or "<bos>" or "<eos>";

    /// <summary>Whether a text is exactly one token. A space is a character of the inside of a sentence.</summary>
    internal static bool IsToken(string text, TextUnit unit)
    {
        if (unit == TextUnit.Character)
            return text.Length == 1 || (text.Length == 2 && char.IsSurrogatePair(text[0], text[1]));
        return text.Length > 0 && !text.Any(char.IsWhiteSpace);
    }
}
