using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Preparation;
using Uncollapse.Diagnosis.Measures;
using Uncollapse.Diagnosis.Verdicts;
using Uncollapse.Models.Evaluation;
using Uncollapse.Records.Diagnoses;
using Uncollapse.Records.Maps;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Diagnosis.Maps;

/// <summary>Single genes for a report: those that each unit moves, and how the model's counts compare with the observed.</summary>
public static class GeneAtlas
{
    private const int MostUnits = 20;
    private const int GenesShown = 8;
    private const int FitsKept = 200;
    private const int MostExamples = 1000;
    private const double Reach = 2;

    // A gene of fewer cells than this share has a log share that next to nothing holds.
    private const double LeastPresence = 0.02;

    /// <summary>Looks at genes.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="diagnosis">Tells which units inform.</param>
    /// <param name="options">The split and the seed.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The sheet; null where the model is none of counts.</returns>
    /// <exception cref="Data.DataFormatException">A file cannot be read any more.</exception>
    public static GeneSheet? Draw(ModelSubject subject, Records.Diagnoses.Diagnosis diagnosis, DiagnosisOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(diagnosis);
        options.Validate();
        if (subject.Model.Library is null || subject.Data.Train.Data is not SparseDataset { Kind: ValueKind.Count } training) return null;
        Rng rng = new Rng((ulong)options.Seed).Fork("genes");
        using var model = new VaeEvaluator<float>(subject.Model);
        DataView view = subject.Split(options.Split);
        var rows = new GeneRows(model, view, ExampleDraw.Sorted(view.Count, MostExamples, rng.Fork("examples")), rng, cancellation);
        int[] cells = GeneSelection.CellsOf(training);
        bool[] common = [.. cells.Select(count => count >= LeastPresence * training.Count)];
        string noun = training.Provenance.Format.StartsWith("libsvm", StringComparison.Ordinal) ? "word" : "gene";
        string[] names = [.. Enumerable.Range(0, training.OutputSize).Select(gene => training.ColumnNames?[gene] ?? Text.Of($"{noun} {gene}"))];
        return new GeneSheet(
            noun,
            Units(subject, diagnosis, model, rows, common, names),
            Text.Of($"The change of the log of a {noun}'s share as the unit goes from -{Reach} to +{Reach} standard deviations of its mean over examples, the other units at their average; {(subject.Plan?.Model.Decoder.Hidden.Count == 0 ? $"the decoder is linear, so that these are its loadings times {2 * Reach} deviations, less what is common to all {noun}s; " : "")}{noun}s of at least {LeastPresence:P0} of the training examples."),
            rows.Fits(training, names, FitsKept),
            Text.Of($"{Text.Count(rows.Count, "example")} of the {view.Name} split. The model's counts are drawn, each given a code from its example's posterior and its library. The correlation is that of log(1 + counts per 10,000) with the same of the decoder's means. The {noun}s are those of the largest variance of Pearson residuals in the training split."));
    }

    private static List<UnitGenes> Units(ModelSubject subject, Records.Diagnoses.Diagnosis diagnosis, VaeEvaluator<float> model, GeneRows rows, bool[] common, string[] names)
    {
        int? library = subject.Model.Library is { IsLatent: true } ? subject.Model.LatentCount - 1 : null;
        UnitDiagnosis[] informing = [.. diagnosis.Units.Where(unit => unit.Index != library && unit.MutualInformation >= Thresholds.InformativeUnit.Value).OrderByDescending(unit => unit.MutualInformation).Take(MostUnits)];
        var result = new List<UnitGenes>();
        foreach (UnitDiagnosis unit in informing)
        {
            double[] change = rows.Change(model, unit.Index, Reach);
            int[] order = [.. Enumerable.Range(0, change.Length).Where(gene => common[gene]).OrderByDescending(gene => change[gene]).ThenBy(gene => gene)];
            result.Add(new UnitGenes(
                unit.Index, unit.MutualInformation,
                [.. order.Where(gene => change[gene] > 0).Take(GenesShown).Select(gene => new GeneChange(names[gene], change[gene]))],
                [.. order.Reverse().Where(gene => change[gene] < 0).Take(GenesShown).Select(gene => new GeneChange(names[gene], change[gene]))]));
        }

        return result;
    }
}
