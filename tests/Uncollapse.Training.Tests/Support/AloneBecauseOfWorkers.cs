namespace Uncollapse.Training.Tests.Support;

/// <summary>Tests that set the number of threads, which is the process's, run alone.</summary>
[CollectionDefinition("Workers", DisableParallelization = true)]
public sealed class AloneBecauseOfWorkers;
