// The runner sets the number of threads, which is the process's.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Uncollapse.Zoo.Tests;

/// <summary>One visit of the small zoo, for all tests that look at its results.</summary>
public sealed class Visit
{
    /// <summary>The cases of the first seed.</summary>
    public ZooResult Result { get; } = ZooRunner.Run(new ZooOptions());
}
