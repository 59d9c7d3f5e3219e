namespace Uncollapse.Records.Plans;

/// <summary>How the learning rate moves over the epochs.</summary>
public enum ScheduleKind
{
    /// <summary>It does not.</summary>
    Constant,

    /// <summary>Times <see cref="SchedulePlan.Factor"/> every <see cref="SchedulePlan.EveryEpochs"/> epochs.</summary>
    Step,

    /// <summary>Half a cosine from the start value down to 0 at the last step.</summary>
    Cosine,

    /// <summary>Times 10^(-i/7) for 3^i epochs, i = 0, 1, ... 7 (Burda et al. 2016: 3280 epochs in all).</summary>
    Staircase,
}
