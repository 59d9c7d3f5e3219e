namespace Uncollapse.Tensors.Kernels;

/// <summary>The extents and the direction of a recurrence over a padded batch of sequences.</summary>
/// <param name="Examples">Sequences of the batch.</param>
/// <param name="Time">Steps of each, padding included.</param>
/// <param name="Units">Features of the state.</param>
/// <param name="Reverse">Whether it runs from the last step to the first.</param>
public readonly record struct RecurrentShape(int Examples, int Time, int Units, bool Reverse = false);
