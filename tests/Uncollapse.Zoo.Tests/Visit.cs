namespace Uncollapse.Zoo.Tests;

/// <summary>One visit for all tests that look at its results.</summary>
public sealed class Visit
{
    /// <summary>The small zoo of the first seed.</summary>
    public ZooResult Result { get; } = ZooRunner.Run(new ZooOptions());
}
