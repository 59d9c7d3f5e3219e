namespace Uncollapse.Models.Decoders;

/// <summary>How the next output is chosen.</summary>
public enum GenerationMode
{
    /// <summary>Drawn from its distribution.</summary>
    Draw,

    /// <summary>The most probable one.</summary>
    Greedy,

    /// <summary>Beam search: the most probable sequence that is found with a few hypotheses. Tokens only.</summary>
    Beam,
}
