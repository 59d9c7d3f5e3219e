namespace Uncollapse.Tensors.Kernels.Vectors;

/// <summary>A row of counts at work, its arrays in whole vectors.</summary>
internal unsafe struct CountRow<T>
    where T : unmanaged
{
    internal int Row, Found;

    /// <summary>Where the row begins.</summary>
    internal nint At;

    /// <summary>e^(logit - largest logit).</summary>
    internal T* Exponentials;

    /// <summary>Slopes by the log-means; where only counts have any, only those are set.</summary>
    internal T* Slopes;
    internal T* Theta, Inverse, LogTheta;

    /// <summary>Where slopes by the log-dispersions are added (shared ones) or written, or null.</summary>
    internal T* ThetaSlopes;

    /// <summary>Where the counts are that are not 0.</summary>
    internal int* Places;

    /// <summary>Room for the same places in another order.</summary>
    internal int* Sorted;
    internal T Weight;
    internal double Sum, LogSum, LogSize, Size, Total, SlopeSum;
    internal bool IsStrange;
}
