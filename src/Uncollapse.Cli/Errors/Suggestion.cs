using Uncollapse.Records.Plans;

namespace Uncollapse.Cli.Errors;

/// <summary>What a mistyped word was probably meant to be.</summary>
internal static class Suggestion
{
    /// <summary>The nearest candidate within a third of the word's length of edits (at least 2), or one that the word begins; null where none is.</summary>
    internal static string? Nearest(string word, IEnumerable<string> candidates) =>
        candidates.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance <= Math.Max(2, word.TrimStart('-').Length / 3))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate.Length)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    private static int Distance(string word, string candidate) =>
        word.Length > 4 && candidate.StartsWith(word, StringComparison.Ordinal) ? 1 : EditDistance.Between(word, candidate);
}
