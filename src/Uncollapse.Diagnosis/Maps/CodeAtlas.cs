using Uncollapse.Diagnosis.Probes;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Maps;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>Maps of a model's code for a report: the plane of principal components and t-SNE, with what is known of each example.</summary>
public static class CodeAtlas
{
    private const double Perplexity = 30;
    private const int FewestExamples = 20;

    /// <summary>Makes the map of the examples that <see cref="Diagnoser"/> probes with these options.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="options">How many examples, and the seed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The map; null where nothing is known of the examples, or they are fewer than 20.</returns>
    /// <exception cref="Data.DataFormatException">A file cannot be read any more.</exception>
    public static CodeMap? Draw(ModelSubject subject, DiagnosisOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        options.Validate();
        if (options.ProbeExamples == 0 || (subject.Model.Library is null && subject.Data.Test.Labels.Count == 0)) return null;
        Rng rng = new Rng((ulong)options.Seed).Fork("probes");
        using var model = new VaeEvaluator<float>(subject.Model);
        var sample = CodeSample.Draw(subject, model, options.ProbeExamples, rng, _ => { }, cancellation);
        if (sample.Columns.Count == 0 || sample.Count < FewestExamples) return null;
        (double[] plane, double first, double second) = PrincipalPlane.Of(sample.Mean, sample.Units);
        float[] map = Tsne.Map(sample.Mean, sample.Units, plane, Perplexity, rng.Fork("t-sne"), cancellation);
        string splits = string.Join(", ", sample.Parts.Select(part => Text.Of($"{part.Indices.Length:N0} {part.View.Name}")));
        return new CodeMap(
            [
                new MapProjection("Principal components", Text.Of($"the two directions along which the code varies most: {first:P0} and {second:P0} of its variance; distances are the code's own, seen from one side"), Array.ConvertAll(plane, value => (float)value)),
                new MapProjection("t-SNE", Text.Of($"neighbours stay neighbours (perplexity {Perplexity}); sizes of groups and distances between them mean little"), map),
            ],
            [.. sample.Columns.Select(column => new MapColour(column.Name, column.Classes, Array.ConvertAll(column.Values, value => (float)value)))],
            sample.Count,
            Text.Of($"Each dot is the posterior mean of one example ({splits}; seed {options.Seed})."));
    }
}
