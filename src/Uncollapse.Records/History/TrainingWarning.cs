namespace Uncollapse.Records.History;

/// <summary>What was noticed while a model trained, once for each matter: no verdict, a reason to look.</summary>
/// <param name="Matter">One of <see cref="WatchMatters"/>.</param>
/// <param name="Epoch">Epochs completed when it was noticed; 0 before the first step.</param>
/// <param name="Message">A sentence for people, with the numbers in it.</param>
public sealed record TrainingWarning(string Matter, int Epoch, string Message);
