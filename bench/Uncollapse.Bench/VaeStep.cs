using System.Buffers.Binary;
using System.Diagnostics;
using Uncollapse.Data.Preparation;
using Uncollapse.Models;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Training.Loop;
using Uncollapse.Training.Optimizers;

namespace Uncollapse.Bench;

/// <summary>One training step of the 784-400-20-400-784 VAE, batch 128, by the product's own loop: gather, dynamic binarisation, noise, both passes, Adam.</summary>
internal sealed class VaeStep : IDisposable
{
    private const int Batch = 128, Pixels = 784, Images = 12_800;

    private readonly string _file = Path.GetTempFileName();
    private readonly PreparedData _data;
    private readonly Vae<float> _model;
    private readonly Optimizer<float> _optimizer;
    private readonly Batcher _batches;
    private readonly TrainingStep _step;
    private readonly Tensor<float> _examples = new(new Shape(Batch, Pixels));
    private readonly Rng _rng = new(1);
    private ulong _number;

    internal VaeStep()
    {
        WriteImages(_file);
        var network = new NetworkPlan { Hidden = [400] };
        var plan = new Plan
        {
            Data = new DataPlan { Source = _file, Binarise = Binarisation.Dynamic },
            Model = new ModelPlan { Latent = 20, Encoder = network, Decoder = network },
            Training = new TrainingPlan { BatchSize = Batch },
        };
        _data = PreparedData.Open(plan.Data, _rng);
        _model = Vae<float>.Build(plan.Model, new DataStatistics(_data.Train.Statistics().Mean), _rng.Fork("weights"));
        _optimizer = Optimizer<float>.From(plan.Training.Optimizer, _model.Parameters.Trained);
        _batches = new Batcher(_data.Train, Batch, _rng.Fork("batches"), dropLast: true);
        _step = new TrainingStep(plan, _model, _optimizer);
    }

    /// <summary>Floating-point operations of a step's matrix products: forward and both gradients, none to the data.</summary>
    internal static double Flops { get; } = 2.0 * Batch * ((3 * ((784 * 400) + (400 * 40) + (20 * 400) + (400 * 784))) - (784 * 400));

    public void Dispose()
    {
        _step.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
        _data.Dispose();
        _examples.Dispose();
        File.Delete(_file);
    }

    /// <summary>Takes one step.</summary>
    internal void Run()
    {
        int perEpoch = _batches.StepsPerEpoch;
        _batches.Fill((int)(_number / (ulong)perEpoch), (int)(_number % (ulong)perEpoch), _examples.Data);
        StepResult result = _step.Run(_examples, _rng.Fork(_number++), 1, 1e-3);
        if (result.Fault is not null) throw new InvalidOperationException(result.Fault);
    }

    /// <summary>The best and the median seconds of a step over a budget.</summary>
    internal (double Best, double Median) Measure(double seconds)
    {
        List<double> times = new(100_000);
        for (int i = 0; i < 300; i++) Run();
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            long before = Stopwatch.GetTimestamp();
            Run();
            times.Add(Stopwatch.GetElapsedTime(before).TotalSeconds);
        }
        times.Sort();
        return (times[0], times[times.Count / 2]);
    }

    /// <summary>Images as bytes in idx: blurred discs, so that the loss falls and no activation dies.</summary>
    private static void WriteImages(string path)
    {
        byte[] file = new byte[16 + (Images * Pixels)];
        BinaryPrimitives.WriteInt32BigEndian(file, 0x00000803);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4), Images);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(12), 28);
        float[] place = new float[3 * Images];
        new Rng(3).FillUniform(place);
        for (int n = 0; n < Images; n++)
        {
            double x = 6 + (16 * place[3 * n]), y = 6 + (16 * place[(3 * n) + 1]), r = 3 + (5 * place[(3 * n) + 2]);
            for (int i = 0; i < Pixels; i++)
            {
                double distance = Math.Sqrt(((i % 28) - x) * ((i % 28) - x) + ((i / 28) - y) * ((i / 28) - y));
                file[16 + (n * Pixels) + i] = (byte)(255 * Math.Clamp(r - distance, 0, 1));
            }
        }
        File.WriteAllBytes(path, file);
    }
}
