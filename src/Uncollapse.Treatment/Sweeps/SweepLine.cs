using System.Globalization;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Sweeps;

namespace Uncollapse.Treatment.Sweeps;

/// <summary>Where a plan collapses along one key, all others held: seeds that disagree are counted, and what has no verdict is named.</summary>
internal sealed class SweepLine
{
    private readonly string _key;
    private readonly string _subject;
    private readonly At[] _all;
    private readonly At[] _known;

    /// <param name="axis">The key.</param>
    /// <param name="cells">Those of the line.</param>
    /// <param name="name">What the others have; empty where there are none.</param>
    internal SweepLine(SweepAxis axis, IReadOnlyList<SweepCell> cells, string name)
    {
        _key = axis.Key;
        _subject = name.Length == 0 ? "It" : $"With {name} it";
        _all = [.. axis.Values.OrderBy(SweepAxis.Number).Select(value => new At(value, [.. cells.Where(cell => cell.Value(axis.Key) == value)]))];
        _known = [.. _all.Where(one => one.Verdicts > 0)];
    }

    internal IEnumerable<string> Sentences()
    {
        At? beside = null;
        if (_known.Length > 0) yield return $"{_subject} collapses {Where(out beside)}.";
        At[] partly = [.. _known.Where(one => one.Collapsed == 0 && one.Partial > 0 && one != beside)];
        if (partly.Length > 0) yield return $"{_subject} is partly collapsed at {Listed(partly, one => one.Partial)}.";
        foreach ((CellStatus status, string word) in (IEnumerable<(CellStatus, string)>)[(CellStatus.Diverged, "diverged"), (CellStatus.Failed, "could not be diagnosed"), (CellStatus.Waiting, "is still to be trained")])
        {
            At[] some = [.. _all.Where(one => one.Count(status) > 0)];
            if (some.Length > 0) yield return $"{_subject} {word} at {_key} {Listed(some, one => one.Count(status))}.";
        }
    }

    /// <summary>The values at which any repetition collapsed.</summary>
    /// <param name="beside">The value next to them that is named too.</param>
    private string Where(out At? beside)
    {
        beside = null;
        bool whole = _all.All(one => one.Verdicts == one.Cells.Count);
        At[] ill = [.. _known.Where(one => one.Collapsed > 0)];
        if (ill.Length == 0) return whole ? $"at no {_key} that was tried" : $"at none of {_key} {Listed(_known, one => one.Verdicts)}";
        if (ill.Length == _known.Length) return whole ? $"at every {_key} that was tried{Disputed(ill, null)}" : $"at {_key} {Listed(ill, one => one.Collapsed)}";
        int first = Array.FindIndex(_all, one => one.Collapsed > 0), last = Array.FindLastIndex(_all, one => one.Collapsed > 0);
        // A stretch with a value in it that has no verdict is none.
        bool together = last - first + 1 == ill.Length;
        if (together && last == _all.Length - 1) return $"from {_key} {ill[0].Value} on{Disputed(ill, ill[0])}{Beside(_known[Array.IndexOf(_known, ill[0]) - 1], out beside)}";
        if (together && first == 0) return $"up to {_key} {ill[^1].Value}{Disputed(ill, ill[^1])}{Beside(_known[Array.IndexOf(_known, ill[^1]) + 1], out beside)}";
        return $"at {_key} {Listed(ill, one => one.Collapsed)}";
    }

    private static string Beside(At next, out At? beside)
    {
        beside = next;
        return next.Partial == 0 ? $", and not at {next.Value}" : $", and only partly at {Listed([next], one => one.Partial)}";
    }

    /// <summary>How many seeds collapsed where not all did; the value that was just named is not named again.</summary>
    private static string Disputed(At[] ill, At? named)
    {
        At[] some = [.. ill.Where(one => one.Collapsed < one.Cells.Count)];
        if (some.Length == 0) return "";
        static string Share(At one) => string.Create(CultureInfo.InvariantCulture, $"{one.Collapsed} of {one.Cells.Count} seeds{(one.Partial > 0 ? $", {one.Partial} partly" : "")}");
        return some is [var only] && only == named ? $" ({Share(only)})" : $" ({string.Join("; ", some.Select(one => $"at {one.Value} {Share(one)}"))})";
    }

    private static string Listed(IEnumerable<At> values, Func<At, int> count) =>
        string.Join(", ", values.Select(one => count(one) == one.Cells.Count ? one.Value : string.Create(CultureInfo.InvariantCulture, $"{one.Value} ({count(one)} of {one.Cells.Count} seeds)")));

    /// <summary>One value and its repetitions.</summary>
    private sealed class At(string value, IReadOnlyList<SweepCell> cells)
    {
        internal string Value => value;

        internal IReadOnlyList<SweepCell> Cells => cells;

        internal int Verdicts => cells.Count(cell => cell.Verdict is not null);

        internal int Collapsed => cells.Count(cell => cell.Verdict == Verdict.Collapsed);

        internal int Partial => cells.Count(cell => cell.Verdict == Verdict.Partial);

        internal int Count(CellStatus status) => cells.Count(cell => cell.Status == status);
    }
}
