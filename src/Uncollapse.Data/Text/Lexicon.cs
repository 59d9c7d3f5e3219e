namespace Uncollapse.Data.Text;

/// <summary>Every distinct token of a source, numbered as they appear: what its sentences are kept as until a vocabulary is chosen.</summary>
internal sealed class Lexicon
{
    // An object, its length, two table entries: about what a word takes beside its characters.
    private const int BytesBesideCharacters = 80;
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly List<string> words = [];

    public Lexicon() => lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Tokens in the order of their numbers.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>About how much memory it takes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The number of a token, a new one where it is met for the first time.</summary>
    public int Add(ReadOnlySpan<char> token, out bool isNew)
    {
        isNew = !lookup.TryGetValue(token, out int number);
        if (!isNew)
            return number;
        string word = token.ToString();
        number = words.Count;
        words.Add(word);
        numbers.Add(word, number);
        Bytes += (2L * word.Length) + BytesBesideCharacters;
        return number;
    }
}
