using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Cli.Runs;

/// <summary>What a conditional model is told of samples, which have no example: values that the user gives, all values of one column in turn, or those of training examples.</summary>
internal sealed class ToldConditions
{
    // A sheet with more rows or columns than this is unreadable.
    private const int MostValues = 32;
    private const int MostColumns = 25;
    private readonly DataView _view;
    private readonly float[]? _codes;

    private ToldConditions(DataView view, float[]? codes, string words)
    {
        _view = view;
        _codes = codes;
        Words = words;
    }

    /// <summary>A sheet with rows for each value, its name beside them, of at least so many samples; null where it need not be so.</summary>
    internal SheetLayout? Layout(int count)
    {
        if (!IsInRows) return null;
        IReadOnlyList<string> values = Turns!.Values;
        int each = (count + values.Count - 1) / values.Count, rows = (each + MostColumns - 1) / MostColumns, columns = (each + rows - 1) / rows;
        return new SheetLayout(values.Count * rows, columns, [.. values.SelectMany(value => (string[])[value, .. Enumerable.Repeat("", rows - 1)])]);
    }

    private bool IsInRows => Turns is { Values.Count: <= MostValues };

    /// <summary>What the samples were told, to be said behind their number; empty where nothing.</summary>
    internal string Words { get; }

    // The one column of classes that samples go through in turn.
    private Condition? Turns => _codes is null && _view.Conditions is { Parts: [{ Values.Count: > 0 } only] } ? only : null;

    /// <exception cref="CliException">The model is not conditional, or not on such a value.</exception>
    internal static ToldConditions Of(OpenRun run, string? value)
    {
        DataView view = run.Data.Train;
        if (view.Conditions is not { } conditions)
        {
            return value is null
                ? new ToldConditions(view, null, "")
                : throw CliException.Usage("--condition: the model of this run is told nothing of an example", "uncollapse train --condition COLUMN trains one that is");
        }

        if (value is null)
        {
            string columns = string.Join(" and ", conditions.Parts.Select(part => part.Column));
            var all = new ToldConditions(view, null, conditions.Parts is [{ Values.Count: > 0 } only] ? $" of {only.Column} {string.Join(", ", only.Values)} in turn" : $" with {columns} of training examples");
            return all.IsInRows ? new ToldConditions(view, null, $", as many of each {columns}, rows from the top: {string.Join(", ", all.Turns!.Values)}") : all;
        }

        string[] given = conditions.Parts.Count == 1 && !value.StartsWith($"{conditions.Parts[0].Column}=", StringComparison.Ordinal) ? [$"{conditions.Parts[0].Column}={value}"] : value.Split(',');
        float[] codes = [.. conditions.Parts.Select(part => Code(part, given, value))];
        if (given.FirstOrDefault(pair => !conditions.Parts.Any(part => pair.StartsWith($"{part.Column}=", StringComparison.Ordinal))) is { } other)
            throw CliException.Usage($"--condition: expected {string.Join(",", conditions.Parts.Select(part => $"{part.Column}=VALUE"))}, found '{other}'", "the model is told these columns");
        return new ToldConditions(view, codes, $" of {string.Join(", ", given.Select(pair => pair.Replace('=', ' ')))}");
    }

    /// <summary>Rows whose outputs are empty and whose conditions are filled; no rows for a model that is told nothing.</summary>
    internal float[] Rows(int count, Rng rng)
    {
        if (_view.Conditions is not { } conditions) return [];
        float[] rows = new float[count * _view.RowSize];
        if (_codes is null && Turns is null)
        {
            _view.Read(ExampleDraw.WithReplacement(_view.Count, count, rng), default, rows);
            return rows;
        }

        // In rows: as many of a value as of any other, one value after the other.
        for (int n = 0; n < count; n++)
            conditions.Write(_codes ?? [IsInRows ? (int)((long)n * Turns!.Values.Count / count) : n % Turns!.Values.Count], rows.AsSpan((n * _view.RowSize) + _view.OutputSize, conditions.Size));
        return rows;
    }

    private static float Code(Condition part, string[] given, string value)
    {
        string? pair = given.FirstOrDefault(pair => pair.StartsWith($"{part.Column}=", StringComparison.Ordinal));
        string text = pair?[(part.Column.Length + 1)..] ?? value;
        if (pair is not null && part.TryParse(text, out float code)) return code;
        string expected = part.IsArray ? $"a row of {part.Column}, 0 to {part.Rows - 1}" : part.IsNumber ? $"a number, as {part.Column} is" : $"one of {string.Join(", ", part.Values)}";
        throw CliException.Usage($"--condition: expected {(pair is null ? $"{part.Column}=VALUE, " : "")}{expected}, found '{text}'", $"the model is told {part.Column}");
    }
}
