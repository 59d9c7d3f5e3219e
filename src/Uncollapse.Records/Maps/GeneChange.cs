namespace Uncollapse.Records.Maps;

/// <summary>How a gene's share of the counts changes.</summary>
/// <param name="Gene">Its name.</param>
/// <param name="Change">The change of the log share, natural.</param>
public sealed record GeneChange(string Gene, double Change);
