namespace Uncollapse.Records.Plans;

/// <summary>How the KL weight rises from 0 to its end, as a function of the share x of the rise that is done.</summary>
public enum WarmupShape
{
    /// <summary>x.</summary>
    Linear,

    /// <summary>The logistic function of 12 x - 6 (the slope of Fu et al. 2019, their code), stretched so that it begins at 0 and ends at 1 exactly.</summary>
    Sigmoid,

    /// <summary>(1 - cos(pi x)) / 2.</summary>
    Cosine,
}
