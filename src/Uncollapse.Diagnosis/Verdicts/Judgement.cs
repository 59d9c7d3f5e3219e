using Uncollapse.Records.Diagnoses;

namespace Uncollapse.Diagnosis.Verdicts;

/// <summary>What the measures say about a code, before any cause is named: a pure function of them and of <see cref="Thresholds"/>.</summary>
/// <remarks>
/// <para>Collapsed: the code says nothing (<see cref="IsMute"/>), or the decoder does not listen (<see cref="IsDeaf"/>).</para>
/// <para>Partial: it is not collapsed, but the decoder does not listen to a unit that informs (<see cref="DeafUnits"/>), every unit that
/// informs does so on a part of the examples only (<see cref="InformsOnlyInPart"/>), the encoder tells less than half of what the decoder would use (<see cref="IsLeftBehind"/>), no unit informs and all together tell little (<see cref="IsFaint"/>), or the decoder describes examples by skips, a condition or their past, beside
/// which the code is next to nothing. Passive units alone never make it partial: without a
/// prediction from the data it is not known whether the data would pay for them.</para>
/// </remarks>
public sealed class Judgement
{
    /// <summary>Judges what was measured.</summary>
    /// <param name="rate">R: of the whole code, whose units' rates need not add up to it.</param>
    /// <param name="aggregateKl">KL(q(z)||p(z)).</param>
    /// <param name="information">I(X;Z).</param>
    /// <param name="units">The units.</param>
    /// <param name="interventions">Null where there is no decoder: then its use of the code stays unknown.</param>
    /// <param name="gap">What refined posteriors tell; null where it was not measured.</param>
    public Judgement(double rate, double aggregateKl, MutualInformation information, IReadOnlyList<UnitDiagnosis> units, Records.Diagnoses.Interventions? interventions, InferenceGap? gap = null)
    {
        ArgumentNullException.ThrowIfNull(information);
        ArgumentNullException.ThrowIfNull(units);
        // A saturated estimate leaves open how much of the rate is information.
        IsConstant = !information.Saturated && rate >= Thresholds.ConstantCodeRate.Value && aggregateKl >= Thresholds.ConstantCodeShare.Value * rate;
        IsMute = information.Upper < Thresholds.CollapsedInformation.Value;
        IsDeaf = !IsMute && interventions?.ShuffleCode is { } shuffle && Unused(shuffle);
        IsBypassed = !IsMute && !IsDeaf && Shortcuts.SkipsOutdo(interventions) && IsConstant;
        InformativeUnits = [.. units.Where(unit => unit.MutualInformation >= Thresholds.InformativeUnit.Value)];
        var unheard = new HashSet<int>((interventions?.PerUnit ?? []).Where(Unused).Select(cost => cost.Unit ?? -1));
        DeafUnits = IsMute || IsDeaf || IsBypassed ? [] : [.. InformativeUnits.Where(unit => unheard.Contains(unit.Index))];
        bool collapsed = IsMute || IsDeaf || IsBypassed;
        // Where none informs alone, those that tell anything: spread more thinly, the same code is no better.
        UnitDiagnosis[] telling = InformativeUnits.Count > 0 ? [.. InformativeUnits] : [.. units.Where(unit => unit.Status != UnitStatus.Passive)];
        InformsOnlyInPart = !collapsed && telling.Length > 0 && telling.All(unit => unit.Status == UnitStatus.Mixed && unit.CollapsedShare >= Thresholds.MixedShare.Value);
        IsFaint = !collapsed && units.Count > 0 && InformativeUnits.Count == 0 && information.Upper < Thresholds.FaintInformation.Value;
        WaysRound = [.. Shortcuts.That(interventions, information, collapsed)];
        IsLeftBehind = !collapsed && Lag.IsLarge(gap);
        Verdict = collapsed ? Verdict.Collapsed : IsLeftBehind || DeafUnits.Count > 0 || InformsOnlyInPart || IsFaint || WaysRound.Count > 0 ? Verdict.Partial : Verdict.Healthy;
    }

    /// <summary>The verdict.</summary>
    public Verdict Verdict { get; }

    /// <summary>The upper bound of the information is below <see cref="Thresholds.CollapsedInformation"/>: the encoder says nothing of x.</summary>
    public bool IsMute { get; }

    /// <summary>The encoder informs, but the cost of shuffling the code is not above <see cref="Thresholds.DecoderUse"/>.</summary>
    public bool IsDeaf { get; }

    /// <summary>The code is a constant that opens the skips: its rate is spent on the aggregate's distance from the prior, and what little it tells is worth
    /// next to nothing beside the skips.</summary>
    public bool IsBypassed { get; }

    /// <summary>Nearly all of the rate is the aggregate's distance from the prior: the code is as good as the same for every example. That alone is no verdict:
    /// what little it tells may be used.</summary>
    public bool IsConstant { get; }

    /// <summary>The ways round the code that take its place.</summary>
    internal IReadOnlyList<Shortcut> WaysRound { get; }

    /// <summary>Units whose own information reaches <see cref="Thresholds.InformativeUnit"/>.</summary>
    public IReadOnlyList<UnitDiagnosis> InformativeUnits { get; }

    /// <summary>Informative units that the decoder does not listen to.</summary>
    public IReadOnlyList<UnitDiagnosis> DeafUnits { get; }

    /// <summary>All informative units (where there are none, all that are not passive) are mixed, with the prior itself (mean and variance) on a part of the examples.</summary>
    public bool InformsOnlyInPart { get; }

    /// <summary>No unit informs alone, and all together tell less than <see cref="Thresholds.FaintInformation"/>: less information never gives a better verdict.</summary>
    public bool IsFaint { get; }

    /// <summary>The encoder tells less than half of what posteriors refined for each example would, and it matters: <see cref="Thresholds.Lag"/>, <see cref="Thresholds.LagShare"/>.</summary>
    public bool IsLeftBehind { get; }

    /// <summary>The measured diagnosis with its verdict, findings and explanation.</summary>
    /// <param name="measured">What was measured.</param>
    /// <param name="plan">What the model was trained from, for the audit; null where unknown.</param>
    /// <param name="epochs">Epochs that these weights were trained for; null: as many as the plan has.</param>
    public static Records.Diagnoses.Diagnosis Complete(Records.Diagnoses.Diagnosis measured, Records.Plans.Plan? plan, double? epochs = null)
    {
        ArgumentNullException.ThrowIfNull(measured);
        var judgement = new Judgement(measured.Rate, measured.AggregateKl, measured.MutualInformation, measured.Units, measured.Interventions, measured.InferenceGap);
        IReadOnlyList<Finding> findings = Findings.Of(measured, judgement, plan, epochs);
        return measured with
        {
            Verdict = judgement.Verdict,
            Findings = findings,
            Explanation = Explanation.Of(measured, judgement),
            Thresholds = Thresholds.All,
        };
    }

    private static bool Unused(Intervention cost) => cost.Ci95[0] <= Thresholds.DecoderUse.Value;
}
