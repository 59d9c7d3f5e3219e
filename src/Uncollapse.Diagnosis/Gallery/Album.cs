using Uncollapse.Data.Png;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Gallery;

/// <summary>Pictures of what a model makes of its data, for a report: reconstructions, samples and traversals. Empty where examples are no pictures.</summary>
/// <remarks>All are the decoder's means, not draws from the likelihood, but where a decoder describes pixels from those before: there samples are drawn, and the others
/// take the most probable value of each pixel. The same subject, split and seed give the same pictures.</remarks>
public sealed class Album : IDisposable
{
    private const int SmallestSide = 56;
    private const int MostValues = 20;
    private readonly ModelSubject _subject;
    private readonly DataView _view;
    private readonly VaeEvaluator<float> _model;
    private readonly Rng _rng;
    private readonly (float Black, float White) _range;

    /// <summary>An album of a model.</summary>
    /// <param name="subject">The model and its data; not owned.</param>
    /// <param name="split">The split whose examples are shown: <c>train</c>, <c>validation</c> or <c>test</c>.</param>
    /// <param name="seed">Chooses the examples and the codes, at least 0.</param>
    public Album(ModelSubject subject, string split = "test", long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        _subject = subject;
        _view = subject.Split(split);
        _model = new VaeEvaluator<float>(subject.Model);
        _rng = new Rng((ulong)seed).Fork("album");
        _range = _view.Shape.IsImage ? Range(_view) : (0, 1);
    }

    /// <summary>Whether the examples can be shown.</summary>
    public bool HasPictures => _view.Shape.IsImage && _view.Count > 0;

    // Pixel after pixel: the most probable picture of a mute code is one picture, and nothing that the model would draw.
    private bool IsDrawn => _subject.Model.Decoder is AutoregressiveDecoder<float>;

    private bool HasSkips => _subject.Model.Looks(ContextUse.Skips);

    // What the decoder is given beside the code, which a caption must not keep to itself.
    private string Beside => (HasSkips, _view.Conditions is { } told ? string.Join(" and ", told.Parts.Select(part => part.Column)) : null) switch
    {
        (true, { } columns) => $", the skips of the example itself and its {columns}",
        (true, null) => " and the skips of the example itself",
        (false, { } columns) => $" and its {columns}",
        _ => "",
    };

    private string Greedily => IsDrawn ? " (the most probable value of each pixel, given those before it)" : "";

    /// <summary>All pictures for a report.</summary>
    /// <param name="diagnosis">Tells which units have the largest rates, for the traversals; null to take them in their order.</param>
    public IReadOnlyList<Picture> Pictures(Records.Diagnoses.Diagnosis? diagnosis)
    {
        if (!HasPictures) return [];
        IEnumerable<int> units = diagnosis is not { Units.Count: > 0 }
            ? Enumerable.Range(0, _subject.Model.LatentCount)
            : diagnosis.Units.OrderByDescending(unit => unit.Rate).ThenBy(unit => unit.Index).Select(unit => unit.Index);
        Picture traversals = Traversals([.. units.Take(10)]);
        return [Reconstructions(), Samples(), diagnosis is not { Units.Count: > 0 } ? traversals : traversals with { Caption = traversals.Caption + " The units of the largest rates are shown, the largest first." }];
    }

    /// <summary>Examples above what the decoder makes of the mean of their code.</summary>
    /// <param name="columns">Examples in a row.</param>
    /// <param name="rows">Pairs of rows.</param>
    /// <exception cref="InvalidOperationException">The examples are no pictures.</exception>
    public Picture Reconstructions(int columns = 10, int rows = 3)
    {
        Require();
        int[] chosen = ExampleDraw.Sorted(_view.Count, columns * rows, _rng.Fork("examples"));
        float[] examples = Examples(chosen), mean = Codes(examples, chosen.Length);
        float[] decoded = new float[chosen.Length * _view.OutputSize];
        _model.DecodeMean(mean, decoded, new ContextRows<float>(examples) { Past = default });
        PngSheet sheet = Sheet(columns, 2 * ((chosen.Length + columns - 1) / columns));
        for (int i = 0; i < chosen.Length; i++)
        {
            Draw(sheet, i % columns, 2 * (i / columns), examples, i, _view.RowSize);
            Draw(sheet, i % columns, (2 * (i / columns)) + 1, decoded, i);
        }

        return Finish(sheet, "reconstructions.png", "Reconstructions", Text.Of($"{chosen.Length} examples of the {_view.Name} split, each above its reconstruction from the mean of its code{Beside}{Greedily}."));
    }

    /// <summary>What the decoder makes of codes from the prior.</summary>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="rows">Rows.</param>
    /// <exception cref="InvalidOperationException">The examples are no pictures.</exception>
    public Picture Samples(int columns = 10, int rows = 5)
    {
        Require();
        // A model that is told one of a few values shows each in a row of its own.
        Condition? told = _view.Conditions is { Parts: [{ Values.Count: > 0 and <= MostValues } one] } ? one : null;
        rows = told?.Values.Count ?? rows;
        float[] codes = new float[columns * rows * _subject.Model.LatentCount], decoded = new float[columns * rows * _view.OutputSize];
        _subject.Model.Prior.Sample(_rng.Fork("samples"), _subject.Model.LatentCount, codes);
        // No example stands behind a code from the prior: skips are hidden; conditions without a row of their own are those of examples.
        float[] conditions = told is not null ? Told(told, columns) : Examples(ExampleDraw.WithReplacement(_view.Count, _view.ConditionCount == 0 ? 0 : columns * rows, _rng.Fork("conditions")));
        var contexts = new ContextRows<float> { Condition = conditions, HidesSkips = true };
        if (IsDrawn) _model.Sample(codes, _rng.Fork("draws"), decoded, contexts);
        else _model.DecodeMean(codes, decoded, contexts);
        PngSheet sheet = Sheet(columns, rows, told?.Values);
        for (int i = 0; i < columns * rows; i++) Draw(sheet, i % columns, i / columns, decoded, i);
        return Finish(sheet, "samples.png", "Samples", Text.Of($"{columns * rows} codes drawn from the prior, decoded{(IsDrawn ? "; each pixel is drawn given those before it" : "")}. Where they look unlike the data, the codes of the data lie elsewhere than the prior.{(told is null ? "" : $" A row for each {told.Column}, named on its left.")}{(HasSkips ? " The decoder looks at skips, and a sample has no example to take them from: they are zero." : "")}"));
    }

    /// <summary>One unit after the other moves over its range while the others keep the code of an example.</summary>
    /// <param name="units">The units, a row each.</param>
    /// <param name="steps">Pictures a unit, at least 2.</param>
    /// <param name="reach">From -reach to reach, in the prior's standard deviations.</param>
    /// <exception cref="InvalidOperationException">The examples are no pictures.</exception>
    public Picture Traversals(IReadOnlyList<int> units, int steps = 9, double reach = 3)
    {
        Require();
        ArgumentNullException.ThrowIfNull(units);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        int[] chosen = ExampleDraw.Sorted(_view.Count, 1, _rng.Fork("examples"));
        float[] example = Examples(chosen), code = Codes(example, 1);
        float[] codes = new float[units.Count * steps * code.Length], contexts = new float[units.Count * steps * example.Length];
        for (int i = 0; i < units.Count * steps; i++)
        {
            float place = (float)((2 * reach * (i % steps) / (steps - 1)) - reach);
            _subject.Model.Posterior.Family.Move(code, units[i / steps], place, codes.AsSpan(i * code.Length, code.Length));
            example.CopyTo(contexts.AsSpan(i * example.Length));
        }

        float[] decoded = new float[units.Count * steps * _view.OutputSize];
        _model.DecodeMean(codes, decoded, new ContextRows<float>(contexts) { Past = default });
        PngSheet sheet = Sheet(steps, units.Count, [.. units.Select(unit => Text.Of($"{unit}"))]);
        for (int i = 0; i < units.Count * steps; i++) Draw(sheet, i % steps, i / steps, decoded, i);
        string moves = _subject.Model.Posterior.Family.IsSpherical
            ? Text.Of($"Each row turns the code towards one axis, whose number stands beside it, along a great circle by -{reach} to {reach} radians; it starts at the")
            : Text.Of($"Each row moves one unit, whose number stands beside it, from -{reach} to {reach}; the other units keep the");
        return Finish(sheet, "traversals.png", "Traversals", Text.Of($"{moves} code of example {chosen[0]} of the {_view.Name} split. A row that does not change shows a unit that the decoder ignores{Greedily}."));
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static (float Black, float White) Range(DataView view)
    {
        // Values in [0, 1] are shown on that scale, others on the split's own.
        OutputStatistics statistics = view.Statistics();
        bool unit = statistics.OverallMinimum >= 0 && statistics.OverallMaximum <= 1;
        return unit ? (0, 1) : ((float)statistics.OverallMinimum, (float)statistics.OverallMaximum);
    }

    private static Picture Finish(PngSheet sheet, string name, string title, string caption) =>
        new(name, title, caption, sheet.Width, sheet.Height, sheet.Encode());

    private void Require()
    {
        if (!HasPictures) throw new InvalidOperationException($"Examples of {_view.Shape} values are no pictures.");
    }

    private float[] Examples(int[] indices)
    {
        float[] values = new float[indices.Length * _view.RowSize];
        _view.Read(indices, _rng.Fork("binarisation"), values);
        return values;
    }

    private float[] Codes(float[] examples, int count)
    {
        float[] mean = new float[count * _subject.Model.LatentCount];
        _model.Encode(examples, mean, new float[mean.Length]);
        return mean;
    }

    private PngSheet Sheet(int columns, int rows, IReadOnlyList<string>? rowLabels = null) =>
        new(_view.Shape, columns, rows, Math.Max(1, SmallestSide / _view.Shape.Height), rowLabels: rowLabels);

    /// <summary>Rows of nothing but a condition: as many of a value as of any other, one value after the other.</summary>
    private float[] Told(Condition condition, int each)
    {
        float[] rows = new float[condition.Values.Count * each * _view.RowSize];
        for (int n = 0; n < condition.Values.Count * each; n++) condition.Write(n / each, rows.AsSpan((n * _view.RowSize) + _view.OutputSize, condition.Size));
        return rows;
    }

    private void Draw(PngSheet sheet, int column, int row, float[] values, int index, int? stride = null) =>
        sheet.Draw(column, row, values.AsSpan(index * (stride ?? _view.OutputSize), _view.OutputSize), _range.Black, _range.White);
}
