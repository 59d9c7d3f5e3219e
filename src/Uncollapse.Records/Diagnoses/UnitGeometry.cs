namespace Uncollapse.Records.Diagnoses;

/// <summary>A unit's posterior beside the one that the decoder's landscape asks for.</summary>
/// <param name="Index">Its index from 0.</param>
/// <param name="Curvature">The mean of G_jj.</param>
/// <param name="PosteriorVariance">The mean variance that the encoder gives.</param>
/// <param name="LaplaceVariance">The mean of 1 / (1 + G_jj / beta): the best variance of a diagonal Gaussian at the code, to second order.</param>
public sealed record UnitGeometry(int Index, double Curvature, double PosteriorVariance, double LaplaceVariance);
