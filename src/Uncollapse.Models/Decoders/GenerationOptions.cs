namespace Uncollapse.Models.Decoders;

/// <summary>How an autoregressive decoder chooses its next output.</summary>
/// <param name="Mode">Drawn, the most probable, or by beam search.</param>
/// <param name="Temperature">What the logits are divided by, beside the likelihood's own temperature, where outputs are drawn or searched for, above 0.</param>
/// <param name="BeamWidth">Beam search: hypotheses kept, at least 1.</param>
public readonly record struct GenerationOptions(GenerationMode Mode, double Temperature = 1, int BeamWidth = 1);
