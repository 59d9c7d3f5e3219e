namespace Uncollapse.Records.Plans;

/// <summary>A plan that cannot be carried out; it holds all problems found, not only the first.</summary>
public sealed class PlanException : Exception
{
    /// <summary>A plan with these problems.</summary>
    /// <param name="problems">At least one problem.</param>
    /// <param name="path">The plan's file, if it has one.</param>
    public PlanException(IReadOnlyList<PlanProblem> problems, string? path = null)
        : base(Describe(problems, path))
    {
        Problems = problems;
        Path = path;
    }

    /// <summary>All problems, in the order of the file or of the schema.</summary>
    public IReadOnlyList<PlanProblem> Problems { get; }

    /// <summary>The plan's file, if it has one.</summary>
    public string? Path { get; }

    private static string Describe(IReadOnlyList<PlanProblem> problems, string? path)
    {
        string prefix = path is null ? "plan: " : $"{path}: ";
        return string.Join(Environment.NewLine, problems.Select(problem => prefix + problem));
    }
}
