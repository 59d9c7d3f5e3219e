using System.Diagnostics;
using Uncollapse.Records.Plans;

namespace Uncollapse.Bench;

/// <summary>One training step of the 784-400-20-400-784 VAE, batch 128, by the product's own parts: gather, dynamic binarisation, noise, both passes, Adam.</summary>
internal sealed class VaeStep : IDisposable
{
    private const int Batch = 128, Images = 12_800;

    private readonly string _file = Path.GetTempFileName();
    private readonly PlanStep _step;

    internal VaeStep()
    {
        SyntheticData.WriteImages(_file, Images);
        var network = new NetworkPlan { Hidden = [400] };
        var plan = new Plan
        {
            Data = new DataPlan { Binarise = Binarisation.Dynamic },
            Model = new ModelPlan { Latent = 20, Encoder = network, Decoder = network },
            Training = new TrainingPlan { BatchSize = Batch },
        };
        _step = new PlanStep(plan, _file);
    }

    /// <summary>Floating-point operations of a step's matrix products: forward and both gradients, none to the data.</summary>
    internal static double Flops { get; } = 2.0 * Batch * ((3 * ((784 * 400) + (400 * 40) + (20 * 400) + (400 * 784))) - (784 * 400));

    public void Dispose()
    {
        _step.Dispose();
        File.Delete(_file);
    }

    /// <summary>The best and the median seconds of a step over a budget.</summary>
    internal (double Best, double Median) Measure(double seconds)
    {
        List<double> times = new(100_000);
        for (int i = 0; i < 300; i++) _step.Run();
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long before = Stopwatch.GetTimestamp();
            _step.Run();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        times.Sort();
        return (times[0], times[times.Count / 2]);
    }
}
