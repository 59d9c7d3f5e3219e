using System.CommandLine;

namespace Uncollapse.Cli.Commands;

/// <summary><c>data</c>: what there is to train on.</summary>
internal sealed class DataCommand : Command
{
    internal DataCommand(Application application)
        : base("data", "Lists, describes and fetches data.")
    {
        Add(new DataListCommand(application));
        Add(new DataDescribeCommand(application));
        Add(new DataFetchCommand(application));
    }
}
