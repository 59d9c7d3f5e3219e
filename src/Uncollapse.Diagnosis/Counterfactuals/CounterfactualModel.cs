namespace Uncollapse.Diagnosis.Counterfactuals;

/// <summary>A model from a counterfactual training.</summary>
public sealed class CounterfactualModel : IDisposable
{
    private readonly IDisposable _owner;

    /// <summary>A model.</summary>
    /// <param name="subject">The model and its data.</param>
    /// <param name="isWhole">Whether all of the plan was done.</param>
    /// <param name="note">Why not; null where it was.</param>
    /// <param name="owner">What owns model and data.</param>
    public CounterfactualModel(ModelSubject subject, bool isWhole, string? note, IDisposable owner)
    {
        (Subject, IsWhole, Note, _owner) = (subject, isWhole, note, owner);
    }

    /// <summary>The model and its data.</summary>
    public ModelSubject Subject { get; }

    /// <summary>Whether all of the plan was done.</summary>
    public bool IsWhole { get; }

    /// <summary>Why not; null where it was.</summary>
    public string? Note { get; }

    /// <summary>Returns model and data.</summary>
    public void Dispose() => _owner.Dispose();
}
