namespace Uncollapse.Records.Maps;

/// <summary>What a model of counts says of single genes (or words).</summary>
/// <param name="Noun"><c>gene</c> or <c>word</c>.</param>
/// <param name="Units">Unit by unit, the most informative first.</param>
/// <param name="UnitsCaption">How their genes were found.</param>
/// <param name="Fits">Observed beside modelled, the most variable genes first.</param>
/// <param name="FitsCaption">How they were measured.</param>
public sealed record GeneSheet(string Noun, IReadOnlyList<UnitGenes> Units, string UnitsCaption, IReadOnlyList<GeneFit> Fits, string FitsCaption);
