using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Cli.Runs;

/// <summary>What a conditional model is told of samples, which have no example: one value, or all in turn.</summary>
internal sealed class ToldConditions
{
    // A sheet with more rows or columns than this is unreadable.
    private const int MostValues = 32;
    private const int MostColumns = 25;
    private readonly DataView _view;
    private readonly float? _code;

    private ToldConditions(DataView view, float? code, string words)
    {
        _view = view;
        _code = code;
        Words = words;
    }

    /// <summary>A sheet with rows for each value, its name beside them, of at least so many samples; null where it need not be so.</summary>
    internal SheetLayout? Layout(int count)
    {
        if (!IsInRows) return null;
        IReadOnlyList<string> values = _view.Condition!.Values;
        int each = (count + values.Count - 1) / values.Count, rows = (each + MostColumns - 1) / MostColumns, columns = (each + rows - 1) / rows;
        return new SheetLayout(values.Count * rows, columns, [.. values.SelectMany(value => (string[])[value, .. Enumerable.Repeat("", rows - 1)])]);
    }

    private bool IsInRows => _code is null && _view.Condition is { IsNumber: false, Values.Count: <= MostValues };

    /// <summary>What the samples were told, to be said behind their number; empty where nothing.</summary>
    internal string Words { get; }

    /// <exception cref="CliException">The model is not conditional, or not on such a value.</exception>
    internal static ToldConditions Of(OpenRun run, string? value)
    {
        DataView view = run.Data.Train;
        if (view.Condition is not { } condition)
        {
            return value is null
                ? new ToldConditions(view, null, "")
                : throw CliException.Usage("--condition: the model of this run is told nothing of an example", "uncollapse train --condition COLUMN trains one that is");
        }

        if (value is null)
        {
            var all = new ToldConditions(view, null, condition.IsNumber ? $" with {condition.Column} of training examples" : $" of {condition.Column} {string.Join(", ", condition.Values)} in turn");
            return all.IsInRows ? new ToldConditions(view, null, $", as many of each {condition.Column}, rows from the top: {string.Join(", ", condition.Values)}") : all;
        }

        if (condition.TryParse(value, out float code)) return new ToldConditions(view, code, $" of {condition.Column} {value}");
        string expected = condition.IsNumber ? $"a number, as {condition.Column} is" : $"one of {string.Join(", ", condition.Values)}";
        throw CliException.Usage($"--condition: expected {expected}, found '{value}'", $"the model is told {condition.Column}");
    }

    /// <summary>Rows whose outputs are empty and whose conditions are filled; no rows for a model that is told nothing.</summary>
    internal float[] Rows(int count, Rng rng)
    {
        if (_view.Condition is not { } condition) return [];
        float[] rows = new float[count * _view.RowSize];
        if (condition.IsNumber && _code is null)
        {
            _view.Read(ExampleDraw.WithReplacement(_view.Count, count, rng), default, rows);
            return rows;
        }

        // In rows: as many of a value as of any other, one value after the other.
        for (int n = 0; n < count; n++)
            condition.Write(_code ?? (IsInRows ? (int)((long)n * condition.Values.Count / count) : n % condition.Values.Count), rows.AsSpan((n * _view.RowSize) + _view.OutputSize, condition.Size));
        return rows;
    }
}
