namespace Uncollapse.Records.Diagnoses;

/// <summary>Whether a code of counts holds anything but how many counts an example has.</summary>
/// <param name="VarianceLeft">The share of the variance of the means of the units that inform that a cubic in log library leaves unexplained.</param>
/// <param name="Units">Those units; a latent library's own is not among them. 0: nothing but the library's unit informs, and the share is 0.</param>
/// <param name="Examples">Examples measured, of all splits.</param>
/// <param name="IsAll">Whether so little is left, of all units together and of each, that the code holds only depth.</param>
public sealed record Depth(double VarianceLeft, int Units, int Examples, bool IsAll)
{
    /// <summary>The share of its own variance that is left to the unit that keeps most of it, in [0, 1]; null where none was measured.</summary>
    public double? UnitVarianceLeft { get; init; }
}
