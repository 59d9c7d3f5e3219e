namespace Uncollapse.Records.Plans;

/// <summary>What normalises a hidden layer before its activation.</summary>
public enum Normalisation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Batch normalisation, with running statistics in evaluation.</summary>
    Batch,

    /// <summary>Layer normalisation.</summary>
    Layer,

    /// <summary>Group normalisation over groups of channels (Wu and He 2018).</summary>
    Group,
}
