using System.Globalization;
using Uncollapse.Data.Preparation;
using Uncollapse.Data.Text;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Models.Decoders;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Gallery;

/// <summary>Sentences that show what a model makes of its data: reconstructions, samples and traversals. Empty where examples are no text.</summary>
/// <remarks>The same subject, split and seed give the same sentences.</remarks>
public sealed class TextAlbum : IDisposable
{
    private readonly ModelSubject _subject;
    private readonly DataView _view;
    private readonly VaeEvaluator<float> _model;
    private readonly Rng _rng;

    /// <summary>An album of a model of sentences.</summary>
    /// <param name="subject">The model and its data; not owned.</param>
    /// <param name="split">The split whose examples are shown: <c>train</c>, <c>validation</c> or <c>test</c>.</param>
    /// <param name="seed">Chooses the examples, the codes and the draws, at least 0.</param>
    public TextAlbum(ModelSubject subject, string split = "test", long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        _subject = subject;
        _view = subject.Split(split);
        _model = new VaeEvaluator<float>(subject.Model);
        _rng = new Rng((ulong)seed).Fork("text album");
    }

    /// <summary>Whether the examples are sentences.</summary>
    public bool HasSentences => _view.Vocabulary is not null && _view.Count > 0;

    private Vocabulary Words => _view.Vocabulary ?? throw new InvalidOperationException($"Examples of {_view.Shape} values are no sentences.");

    /// <summary>All sheets for a report.</summary>
    /// <param name="diagnosis">Tells which units have the largest rates, for the traversals.</param>
    public IReadOnlyList<TextSheet> Sheets(Records.Diagnoses.Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        if (!HasSentences) return [];
        int[] units = diagnosis.Units.Count == 0
            ? [.. Enumerable.Range(0, Math.Min(4, _subject.Model.LatentCount))]
            : [.. diagnosis.Units.OrderByDescending(unit => unit.Rate).ThenBy(unit => unit.Index).Select(unit => unit.Index).Take(4)];
        var greedy = new GenerationOptions(GenerationMode.Greedy);
        List<TextSheet> sheets = [Reconstructions(10, greedy), Samples(10, new GenerationOptions(GenerationMode.Draw))];
        if (units.Length > 0) sheets.Add(Traversals(units, 5, 2, greedy));
        return sheets;
    }

    /// <summary>Examples, each with what the decoder makes of the mean of its code.</summary>
    /// <param name="count">How many.</param>
    /// <param name="options">How words are chosen.</param>
    /// <exception cref="InvalidOperationException">The examples are no sentences.</exception>
    public TextSheet Reconstructions(int count, in GenerationOptions options)
    {
        int[] chosen = ExampleDraw.Sorted(_view.Count, count, _rng.Fork("examples"));
        float[] examples = Examples(chosen), codes = Codes(examples, chosen.Length);
        List<string> decoded = Decode(codes, chosen.Length, options, examples);
        var lines = new List<TextLine>();
        for (int i = 0; i < chosen.Length; i++)
        {
            if (i > 0) lines.Add(TextLine.Gap);
            lines.Add(new TextLine("example", Words.Decode(Row(examples, i))));
            lines.Add(new TextLine("from its code", decoded[i]));
        }

        return new TextSheet("reconstructions.txt", "Reconstructions", $"{chosen.Length} sentences of the {_view.Name} split, each with the sentence that its code's mean gives ({Say(options)}).", lines);
    }

    /// <summary>What the decoder makes of codes from the prior.</summary>
    /// <param name="count">How many.</param>
    /// <param name="options">How words are chosen.</param>
    /// <exception cref="InvalidOperationException">The examples are no sentences.</exception>
    public TextSheet Samples(int count, in GenerationOptions options)
    {
        float[] codes = new float[count * _subject.Model.LatentCount];
        _subject.Model.Prior.Sample(_rng.Fork("samples"), _subject.Model.LatentCount, codes);
        float[] told = Examples(ExampleDraw.Sorted(_view.Count, 1, _rng.Fork("told")));
        float[] contexts = [.. Enumerable.Repeat(told, count).SelectMany(row => row)];
        List<string> decoded = Decode(codes, count, options, contexts);
        return new TextSheet("samples.txt", "Samples", $"{count} codes drawn from the prior, decoded ({Say(options)}).", [.. decoded.Select((text, i) => new TextLine(string.Create(CultureInfo.InvariantCulture, $"{i + 1}"), text))]);
    }

    /// <summary>One unit after the other moves over its range while the others keep the code of an example.</summary>
    /// <param name="units">The units.</param>
    /// <param name="steps">Sentences a unit, at least 2.</param>
    /// <param name="reach">From -reach to reach, in the prior's standard deviations.</param>
    /// <param name="options">How words are chosen.</param>
    /// <param name="example">The example whose code the others keep.</param>
    /// <exception cref="InvalidOperationException">The examples are no sentences.</exception>
    public TextSheet Traversals(IReadOnlyList<int> units, int steps, double reach, in GenerationOptions options, int example = 0)
    {
        ArgumentNullException.ThrowIfNull(units);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        int rows = units.Count * steps;
        float[] x = Examples([example]), code = Codes(x, 1), codes = new float[rows * code.Length];
        double[] places = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            places[i] = (2 * reach * (i % steps) / (steps - 1)) - reach;
            _subject.Model.Posterior.Family.Move(code, units[i / steps], (float)places[i], codes.AsSpan(i * code.Length, code.Length));
        }

        float[] contexts = [.. Enumerable.Repeat(x, rows).SelectMany(row => row)];
        List<string> decoded = Decode(codes, rows, options, contexts);
        var lines = new List<TextLine> { new("example", Words.Decode(Row(x, 0))) };
        for (int i = 0; i < rows; i++)
        {
            if (i % steps == 0) lines.Add(TextLine.Gap);
            lines.Add(new TextLine(string.Create(CultureInfo.InvariantCulture, $"unit {units[i / steps]} at {places[i]:0.##}"), decoded[i]));
        }

        string moves = _subject.Model.Posterior.Family.IsSpherical
            ? "The code turns towards one axis after the other, by so many radians along a great circle; it is that of"
            : "One unit after the other moves while the others keep the code of";
        return new TextSheet("traversals.txt", "Traversals", $"{moves} example {example} of the {_view.Name} split ({Say(options)}). Where the sentence stays, the decoder ignores the unit.", lines);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private static string Say(in GenerationOptions options) => options.Mode switch
    {
        GenerationMode.Greedy => "the most probable word each time",
        GenerationMode.Beam => string.Create(CultureInfo.InvariantCulture, $"beam search, {options.BeamWidth} wide"),
        _ => options.Temperature == 1 ? "words drawn" : string.Create(CultureInfo.InvariantCulture, $"words drawn at temperature {options.Temperature:0.##}"),
    };

    private float[] Examples(int[] indices)
    {
        float[] rows = new float[indices.Length * _subject.Model.RowSize];
        _view.Read(indices, _rng.Fork("binarisation"), rows);
        return rows;
    }

    private float[] Codes(float[] examples, int count)
    {
        float[] mean = new float[count * _subject.Model.LatentCount];
        _model.Encode(examples, mean, new float[mean.Length]);
        return mean;
    }

    private List<string> Decode(float[] codes, int count, in GenerationOptions options, float[] contexts)
    {
        int tokens = _subject.Model.OutputCount;
        float[] decoded = new float[count * tokens];
        _model.Generate(codes, options, _rng.Fork("words"), decoded, new ContextRows<float>(contexts) { Past = default });
        return [.. Enumerable.Range(0, count).Select(i => Words.Decode(decoded.AsSpan(i * tokens, tokens)))];
    }

    private ReadOnlySpan<float> Row(float[] examples, int index) => examples.AsSpan(index * _subject.Model.RowSize, _subject.Model.OutputCount);
}
