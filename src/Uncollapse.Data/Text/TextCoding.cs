using System.Globalization;
using Uncollapse.Records.Plans;

namespace Uncollapse.Data.Text;

/// <summary>From sentences to ids: the vocabulary of the training split, and one width for all splits.</summary>
internal static class TextCoding
{
    // A row of a batch has this many places: beyond it, nobody meant one sentence a line.
    private const int Longest = 1 << 16;

    /// <summary>Encodes splits anew.</summary>
    /// <param name="train">The training sentences, which alone make the vocabulary.</param>
    /// <param name="others">Sentences held out; null stays null.</param>
    /// <param name="plan">Cut-offs. Its unit and case are those of the sentences already.</param>
    /// <param name="known">A vocabulary to use instead, such as that of a run.</param>
    /// <exception cref="DataFormatException">No word is frequent enough, a sentence is too long, or the vocabulary is of another unit.</exception>
    public static (TextDataset Train, TextDataset?[] Others) Code(TextPart train, TextPart?[] others, TextPlan plan, Vocabulary? known = null)
    {
        Vocabulary vocabulary = known ?? Choose(train, plan);
        if (train.Store.Unit != plan.Unit || train.Store.Lower != plan.Lower)
            throw Mismatch(train, plan.Unit, plan.Lower);
        if (known is not null)
            RequireLike(train, known);
        int longest = others.Aggregate(train.Longest(), (most, other) => Math.Max(most, other?.Longest() ?? 0));
        if (longest > Longest && plan.MaxLength is null)
        {
            throw new DataFormatException(
                train.Provenance.Source, "", string.Create(CultureInfo.InvariantCulture, $"sentences of at most {Longest} tokens"), string.Create(CultureInfo.InvariantCulture, $"one of {longest}"), "Put one sentence on a line, or set data.text.max_length to cut them");
        }
        int width = Math.Min(longest, plan.MaxLength ?? Longest) + 1;
        return (new TextDataset(train, vocabulary, width), Array.ConvertAll(others, other => other is null ? null : new TextDataset(other, vocabulary, width)));
    }

    /// <summary>Other sentences as rows like those of a data set.</summary>
    /// <exception cref="DataFormatException">They were read by another unit.</exception>
    public static TextDataset Like(TextDataset model, TextDataset other)
    {
        RequireLike(other.Part, model.Vocabulary);
        return ReferenceEquals(other.Vocabulary, model.Vocabulary) && other.OutputSize == model.OutputSize ? other : other.Recode(model.Vocabulary, model.OutputSize);
    }

    /// <summary>The id of each token of a lexicon.</summary>
    public static int[] Translate(Lexicon lexicon, Vocabulary vocabulary)
    {
        int[] translation = new int[lexicon.Words.Count];
        for (int number = 0; number < translation.Length; number++)
            translation[number] = vocabulary.IdOf(lexicon.Words[number]);
        return translation;
    }

    private static Vocabulary Choose(TextPart train, TextPlan plan)
    {
        long[] counts = train.Tally();
        IReadOnlyList<string> words = train.Store.Lexicon.Words;
        int[] kept = [.. Enumerable.Range(0, counts.Length).Where(number => counts[number] >= Math.Max(1, plan.MinimumCount) && !IsUnknown(words[number], plan.Unit))];
        Array.Sort(kept, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : string.CompareOrdinal(words[a], words[b]));
        if (kept.Length == 0)
        {
            throw new DataFormatException(
                train.Provenance.Source, "training sentences", string.Create(CultureInfo.InvariantCulture, $"a word that occurs {plan.MinimumCount} times at least"), "none", "Lower data.text.minimum_count");
        }
        return new Vocabulary(plan.Unit, plan.Lower, [.. kept.Take(plan.Vocabulary).Select(number => words[number])]);
    }

    private static bool IsUnknown(string word, TextUnit unit) => unit == TextUnit.Word && word == Vocabulary.Specials[Vocabulary.Unknown];

    private static void RequireLike(TextPart part, Vocabulary vocabulary)
    {
        if (part.Store.Unit != vocabulary.Unit || part.Store.Lower != vocabulary.Lower)
            throw Mismatch(part, vocabulary.Unit, vocabulary.Lower);
    }

    private static DataFormatException Mismatch(TextPart part, TextUnit unit, bool lower) =>
        new(part.Provenance.Source, "", $"a text read {Words(unit, lower)}", $"one read {Words(part.Store.Unit, part.Store.Lower)}", "Open the source with the text options of the plan");

    private static string Words(TextUnit unit, bool lower) => $"by {(unit == TextUnit.Word ? "words" : "characters")}{(lower ? " in small letters" : "")}";
}
