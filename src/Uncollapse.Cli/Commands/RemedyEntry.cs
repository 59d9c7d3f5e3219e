using Uncollapse.Records.Plans;
using Uncollapse.Treatment.Remedies;

namespace Uncollapse.Cli.Commands;

/// <summary>A remedy of <c>remedies --json</c>.</summary>
internal sealed record RemedyEntry(string Name, string Summary, string Source, IReadOnlyList<string> Causes, IReadOnlyList<RemedyParameter> Parameters, double Cost)
{
    internal static RemedyEntry Of(Remedy remedy) => new(remedy.Name, remedy.Summary, remedy.Source, remedy.Causes, remedy.Parameters, new Prescription(remedy).Cost(new Plan()));
}
