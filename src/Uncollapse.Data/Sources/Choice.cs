namespace Uncollapse.Data.Sources;

/// <summary>Which of several candidates hold the examples of each split, and which hold labels.</summary>
/// <param name="Train">The training examples, or all.</param>
/// <param name="Validation">The source's validation examples.</param>
/// <param name="Test">The source's test examples.</param>
/// <param name="Labels">For each split, the candidates that hold its labels.</param>
internal sealed record Choice(Candidate Train, Candidate? Validation, Candidate? Test, IReadOnlyDictionary<Split, IReadOnlyList<Candidate>> Labels)
{
    // Names that array archives of the field give their examples.
    private static readonly string[] CustomaryNames = ["x", "images", "image", "data", "features", "samples"];

    /// <summary>Chooses; null when nothing can be examples.</summary>
    /// <exception cref="DataFormatException">Several could be meant, or the one asked for is not there.</exception>
    public static Choice? Among(string source, IReadOnlyList<Candidate> candidates, string? asked, string hint)
    {
        if (asked is not null)
        {
            Candidate named = candidates.FirstOrDefault(candidate => candidate.Name == asked)
                ?? throw new DataFormatException(source, "", $"'{asked}'", $"only {Listed(candidates)}");
            return SplitsOf(candidates, named) ?? Whole(candidates, named);
        }
        Candidate[] examples = [.. candidates.Where(candidate => candidate.CanBeExamples && !(candidate.Axes.Count == 0 && SplitWord.IsLabel(candidate.Name)))];
        if (examples.Length == 0)
            return null;
        Candidate[] training = [.. examples.Where(candidate => SplitWord.Find(candidate.Name)?.Split == Split.Train && !SplitWord.IsLabel(candidate.Name))];
        if (training.Length == 1 && SplitsOf(candidates, training[0]) is { } splits)
            return splits;
        Candidate[] preferred = examples.Length == 1 ? examples : [.. examples.Where(candidate => CustomaryNames.Contains(candidate.Name.ToLowerInvariant()))];
        return preferred.Length == 1
            ? Whole(candidates, preferred[0])
            : throw new DataFormatException(source, "", "one array or file that holds the examples", $"{examples.Length} that could: {Listed(examples)}", hint);
    }

    private static string Listed(IEnumerable<Candidate> candidates)
    {
        string[] names = [.. candidates.Select(candidate => candidate.ToString())];
        return names.Length <= 12 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(12))} and {names.Length - 12} more";
    }

    private static Choice Whole(IReadOnlyList<Candidate> candidates, Candidate examples)
    {
        long count = examples.Axes.Count > 0 ? examples.Axes[0] : -1;
        Candidate[] labels = [.. candidates.Where(candidate => candidate.Axes.Count > 0 && candidate.VectorLength == count && count > 1)];
        return new Choice(examples, null, null, new Dictionary<Split, IReadOnlyList<Candidate>> { [Split.Train] = labels });
    }

    private static Choice? SplitsOf(IReadOnlyList<Candidate> candidates, Candidate training)
    {
        if (SplitWord.Find(training.Name) is not { Split: Split.Train } found)
            return null;
        Candidate? Member(string stem, Split split) => candidates.FirstOrDefault(candidate => SplitWord.Find(candidate.Name) is { } other && other.Stem == stem && other.Split == split);
        var labels = new Dictionary<Split, IReadOnlyList<Candidate>>();
        foreach (Split split in Enum.GetValues<Split>())
        {
            labels[split] =
            [
                .. candidates.Where(candidate =>
                    candidate.VectorLength > 1 && SplitWord.Find(candidate.Name)?.Split == split && SplitWord.IsLabel(SplitWord.Find(candidate.Name)!.Value.Stem)),
            ];
        }
        Candidate? validation = Member(found.Stem, Split.Validation);
        Candidate? test = Member(found.Stem, Split.Test);
        return validation is null && test is null ? null : new Choice(training, validation, test, labels);
    }
}
