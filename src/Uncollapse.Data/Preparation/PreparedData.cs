using System.Globalization;
using Uncollapse.Data.Counts;
using Uncollapse.Data.Datasets;
using Uncollapse.Data.Sources;
using Uncollapse.Data.Text;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Randomness;

namespace Uncollapse.Data.Preparation;

/// <summary>A source divided, scaled and binarised as a plan says: what a trainer and a diagnosis read.</summary>
public sealed class PreparedData : IDisposable
{
    private PreparedData(SourceData source, DataPlan plan, DataView train, DataView validation, DataView test)
    {
        Source = source;
        Plan = plan;
        Train = train;
        Validation = validation;
        Test = test;
    }

    /// <summary>The opened source.</summary>
    public SourceData Source { get; }

    /// <summary>How it was prepared; what was left to the kind of data is said: <see cref="DataPlan.Text"/> is there for text, <see cref="DataPlan.Counts"/> for counts.</summary>
    public DataPlan Plan { get; }

    /// <summary>Training examples.</summary>
    public DataView Train { get; }

    /// <summary>Examples held out to stop and compare by; never trained on.</summary>
    public DataView Validation { get; }

    /// <summary>Examples held out to report on; never trained on.</summary>
    public DataView Test { get; }

    /// <summary>What was done to values that one might not expect, a sentence each: held-out values clipped to the training split's range.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    // Matrices that were made for the splits, beside the source's own.
    private IReadOnlyList<IDisposable> Owned { get; init; } = [];

    /// <summary>Opens a plan's source and prepares it.</summary>
    /// <param name="plan">The data section of a plan.</param>
    /// <param name="rng">The key of splits and static binarisation: the plan's seed.</param>
    /// <param name="options">What the plan does not say; the plan's variable and label column win over those here.</param>
    /// <exception cref="DataFormatException">The source cannot be read, or cannot be divided or binarised as asked.</exception>
    public static PreparedData Open(DataPlan plan, Rng rng, SourceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SourceOptions known = options ?? new SourceOptions();
        SourceData source = DataSource.Open(plan.Source, known with
        {
            Variable = plan.Variable ?? known.Variable,
            LabelColumn = plan.LabelColumn ?? known.LabelColumn,
            LabelFile = plan.LabelFile ?? known.LabelFile,
            Kind = plan.Kind == DataKind.Auto ? known.Kind : plan.Kind,
            Text = plan.Text ?? known.Text,
            Layer = plan.Counts?.Layer ?? known.Layer,
        });
        try
        {
            return From(source, plan.Text is null && source.Train is TextDataset ? plan with { Text = known.Text } : plan, rng, known.Vocabulary);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Prepares an opened source, which the result then owns.</summary>
    /// <param name="source">The source; a text must have been opened by the plan's unit and case.</param>
    /// <param name="plan">The data section of a plan.</param>
    /// <param name="rng">The key of splits and static binarisation: the plan's seed.</param>
    /// <param name="vocabulary">The vocabulary to encode text by; null: that of the training split.</param>
    /// <exception cref="DataFormatException">The source cannot be divided or binarised as asked.</exception>
    public static PreparedData From(SourceData source, DataPlan plan, Rng rng, Vocabulary? vocabulary = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(plan);
        if (source.Train is SparseDataset { Kind: ValueKind.Count } && plan.Kind != DataKind.Array)
            return CountPreparation.Prepare(source, plan, rng, StorageLimits.Default);
        (DenseDataset train, DenseDataset validation, DenseDataset test) = Splitter.Split(source, plan, rng);
        if (train is TextDataset text)
            return TextPreparation.Prepare(source, plan, (text, validation, test), vocabulary);
        if (plan.Text is not null)
            throw new DataFormatException(train.Provenance.Source, "data.text", "a text, which these keys are about", "numbers", "Leave data.text out; data.kind: text reads tables as sentences");
        if (plan.Counts is { } counts && counts != new CountsPlan { Layer = counts.Layer })
        {
            // Of a file of cells the keys were most likely chosen by its kind, not by the user.
            throw source.Matrices.Count > 0
                ? new DataFormatException(train.Provenance.Source, "", "counts of cells", NotCounts(source), source.Matrices.FirstOrDefault(look => look.IsCounts) is { } other ? $"Use data.counts.layer: {other.Name}" : "Give the file with the counts as sequenced, or train on these numbers: --likelihood gaussian")
                : new DataFormatException(train.Provenance.Source, "data.counts", "counts, which these keys are about", NotCounts(source), "Leave data.counts out (its layer may stay), or data.kind: counts reads whole numbers as counts");
        }
        ValueTransform transform = ScalingRule.ForTraining(train, plan, rng.Fork("static-binarisation"));
        // Held-out examples are drawn once where training draws anew, so that two evaluations see the same data.
        ValueTransform heldOut = plan.Binarise == Binarisation.Dynamic ? transform.With(Binarisation.Static) : transform;
        var warnings = new List<string>();
        var conditions = ConditionSet.Learn(plan.Condition, source, train, validation, test);
        DataView HeldOut(string name, DenseDataset data) => new(name, data, ScalingRule.ForHeldOut(name, data, heldOut, plan, warnings), conditions);
        return new PreparedData(source, plan, new DataView("train", train, transform, conditions), HeldOut("validation", validation), HeldOut("test", test)) { Warnings = warnings };
    }

    internal static PreparedData Of(SourceData source, DataPlan plan, DataView train, DataView validation, DataView test, params IDisposable[] owned) =>
        new(source, plan, train, validation, test) { Owned = owned };

    /// <summary>Fails unless the examples are counts, as a likelihood of counts needs, saying what was seen and where counts may be.</summary>
    /// <param name="likelihood">The likelihood, by its plan's name.</param>
    /// <exception cref="DataFormatException">They are not.</exception>
    public void RequireCounts(string likelihood)
    {
        if (Train.Data.Kind == ValueKind.Count && Train.Transform.Binarisation == Binarisation.None)
            return;
        string hint = Source.Matrices.FirstOrDefault(look => look.IsCounts) is { } other
            ? $"Use data.counts.layer: {other.Name}"
            : Source.Matrices.Count > 0 ? "Use a likelihood of real numbers (gaussian), or a file with its counts (cells x genes as sequenced)" : "Whole numbers are read as counts with data.kind: counts";
        throw new DataFormatException(Train.Data.Provenance.Source, Source.Matrices.Count > 0 ? "" : "values", $"counts (whole numbers from 0) for the likelihood {likelihood}", NotCounts(Source), hint);
    }

    private static string NotCounts(SourceData source) => source.Matrices.Count == 0
        ? "numbers"
        : string.Join("; ", source.Matrices.Select(look => look.ToString()));

    /// <summary>One line for a run's records: origin, counts, scaling, binarisation.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source.Train.Provenance}; {Train.Count} train, {Validation.Count} validation, {Test.Count} test; {Train.Transform}{(Train.Conditions is { } told ? $"; told {told}" : "")}");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IDisposable owned in Owned)
            owned.Dispose();
        Source.Dispose();
    }
}
