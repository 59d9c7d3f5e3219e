using Uncollapse.Records.Plans;

namespace Uncollapse.Treatment.Remedies;

/// <summary>All remedies: those of the objective first, then of the decoder's noise, of the ways round the code, of the code itself, of training and data.</summary>
public static class RemedyCatalogue
{
    /// <summary>All remedies. Where several are indicated for a cause, an earlier one is tried first.</summary>
    public static IReadOnlyList<Remedy> All { get; } =
    [
        FixScaling.Remedy, FixSchedule.Remedy, LowerBeta.Remedy, KlWarmup.Remedy, KlCyclical.Remedy, FreeBits.Remedy,
        TargetRate.Remedy, Capacity.Remedy, Geco.Remedy, InfoVae.Remedy, InformationTerm.Remedy,
        RescaleData.Remedy, OptimalSigma.Remedy, BoundedSigma.Remedy, LearnDispersion.Remedy,
        GatedSkip.Remedy, DropSkip.Remedy, CutSkip.Remedy, ContextDropout.Remedy, NarrowContext.Remedy, CodeSkip.Remedy, CutCondition.Remedy,
        CentredCode.Remedy, VampPrior.Remedy, FewerLatents.Remedy,
        EncoderRate.Remedy, AggressiveEncoder.Remedy, WeakerDecoder.Remedy, EarlyStopping.Remedy,
        BatchNormCode.Remedy, DeltaCode.Remedy, EncoderPretraining.Remedy, SemiAmortised.Remedy, InjectiveDecoder.Remedy, JacobianFloor.Remedy,
    ];

    /// <summary>The remedy of a name, or null.</summary>
    /// <param name="name">A remedy's name.</param>
    public static Remedy? Find(string name) => All.FirstOrDefault(remedy => remedy.Name == name);

    /// <summary>The remedy whose name is most like a mistyped one.</summary>
    /// <param name="name">A name that no remedy has.</param>
    /// <returns>One within a third of its length of edits (at least 2), one that it begins, or one that has all of its words in any order; null where none is near.</returns>
    public static Remedy? Nearest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] words = name.Split('-', StringSplitOptions.RemoveEmptyEntries);
        bool Has(Remedy remedy) => words.Length > 0 && words.All(remedy.Name.Split('-').Contains);
        return All.Select(remedy => (remedy, distance: Has(remedy) || (name.Length > 2 && remedy.Name.StartsWith(name, StringComparison.Ordinal)) ? 1 : EditDistance.Between(name, remedy.Name)))
            .Where(pair => pair.distance <= Math.Max(2, name.Length / 3))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.remedy)
            .FirstOrDefault();
    }

    /// <summary>The remedies that are indicated for a cause, the most apt first.</summary>
    /// <param name="cause">A cause's name in findings.</param>
    public static IReadOnlyList<Remedy> For(string cause) =>
        [.. All.Where(remedy => remedy.Causes.Contains(cause)).OrderBy(remedy => remedy.Causes.TakeWhile(one => one != cause).Count())];
}
