namespace Uncollapse.Records.Treatments;

/// <summary>One change that is to keep a training from collapse.</summary>
/// <param name="Epoch">The epoch after which it was made, of a training that was then begun anew; 0: before the first.</param>
/// <param name="Remedy">The remedy, as <c>--remedy</c> reads it.</param>
/// <param name="Reason">Why, with the numbers.</param>
public sealed record PreventionStep(int Epoch, string Remedy, string Reason);
