namespace Uncollapse.Diagnosis.Interventions;

/// <summary>Units that are exchanged together.</summary>
/// <param name="Name">What to call them.</param>
/// <param name="Units">Their positions in the code.</param>
internal sealed record NamedBlock(string Name, int[] Units);
