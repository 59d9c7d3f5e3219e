using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Cli.Runs;

/// <summary>What a conditional model is told of samples, which have no example: one value, or all in turn.</summary>
internal sealed class ToldConditions
{
    // A sheet with more columns than this is unreadable.
    private const int MostColumns = 20;
    private readonly DataView _view;
    private readonly float? _code;

    private ToldConditions(DataView view, float? code, string words)
    {
        _view = view;
        _code = code;
        Words = words;
    }

    /// <summary>Columns of a sheet that shows each value in a column of its own; null where it need not be so.</summary>
    internal int? Columns => _view.Condition is { IsNumber: false } condition && _code is null && condition.Values.Count <= MostColumns ? condition.Values.Count : null;

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
            return new ToldConditions(view, null, condition.IsNumber ? $" with {condition.Column} of training examples" : $" of {condition.Column} {string.Join(", ", condition.Values)} in turn");
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

        for (int n = 0; n < count; n++)
            condition.Write(_code ?? (n % condition.Values.Count), rows.AsSpan((n * _view.RowSize) + _view.OutputSize, condition.Size));
        return rows;
    }
}
