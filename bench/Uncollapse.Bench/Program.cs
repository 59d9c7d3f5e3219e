using System.Globalization;
using Uncollapse.Bench;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Kernels;
using Uncollapse.Tensors.Memory;
using Uncollapse.Tensors.Randomness;
using Uncollapse.Tensors.Threading;

Workers.Count = int.Parse(args[1], CultureInfo.InvariantCulture);
switch (args[0])
{
    case "gemm": Gemm(); break;
    case "step": Step(); break;
    case "conv": Convolutions(); break;
    case "lstm": Lstm(); break;
    case "train-side-by-side": Console.WriteLine(TrainSideBySide.Measure().ToJsonString()); break;
    case "counts": Counts(); break;
    case "attribution": Attribution.Run(args.Contains("sealed"), args.Contains("trials"), args is [.., "seed", var seed] ? int.Parse(seed, CultureInfo.InvariantCulture) : null); break;
    case "treat": Treatments.Treat(args.Contains("sealed"), args.Contains("pairs"), args is [.., "seeds", var treated] ? int.Parse(treated, CultureInfo.InvariantCulture) : 2); break;
    case "safe": Treatments.Safe(args is [.., "seeds", var safe] ? int.Parse(safe, CultureInfo.InvariantCulture) : 3); break;
    case "remedies": RemedyTable.Run(args is [_, _, _, "seeds", var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 3, args.Length > 2 ? args[2] : throw new ArgumentException("remedies THREADS CELLS.jsonl [seeds N]: a file for what is measured is needed")); break;
    case "watch": Watching.Run(args is [_, _, var folder] ? folder : null); break;
    case "watch-cost": WatchCost.Run(); break;
    case "side-by-side": Console.WriteLine(SideBySide.Measure().ToJsonString()); break;
}

static void Convolutions()
{
    double peak = FmaPeak.Measure();
    (Shape Images, int Kernel, int Outputs, ConvolutionSettings Settings)[] shapes =
    [
        (new Shape(64, 28, 28, 32), 3, 32, ConvolutionSettings.Uniform(padding: 1)),
        (new Shape(64, 14, 14, 64), 3, 64, ConvolutionSettings.Uniform(padding: 1)),
        (new Shape(64, 7, 7, 128), 3, 128, ConvolutionSettings.Uniform(padding: 1)),
        (new Shape(64, 28, 28, 32), 5, 32, ConvolutionSettings.Uniform(padding: 2)),
        (new Shape(64, 28, 28, 32), 1, 64, default),
        (new Shape(64, 28, 28, 32), 4, 64, ConvolutionSettings.Uniform(stride: 2, padding: 1)),
        (new Shape(64, 28, 28, 1), 4, 32, ConvolutionSettings.Uniform(stride: 2, padding: 1)),
        (new Shape(64, 28, 28, 32), 3, 1, ConvolutionSettings.Uniform(padding: 1)),
    ];
    foreach ((Shape images, int kernel, int outputs, ConvolutionSettings settings) in shapes)
    {
        using var convolution = new Convolution(images, kernel, outputs, settings);
        double forward = Timing.Best(convolution.Forward), input = Timing.Best(convolution.BackwardInput), filter = Timing.Best(convolution.BackwardFilter);
        double Share(double seconds, int passes) => passes * convolution.Flops / seconds / 1e9 / peak;
        double all = forward + input + filter;
        Console.WriteLine(
            $"threads {Workers.Count} {images} {kernel}x{kernel} stride {settings.StrideX} -> {outputs}: forward {forward * 1e3:F2} ms {Share(forward, 1):P0}, to input {input * 1e3:F2} ms {Share(input, 1):P0}, to filter {filter * 1e3:F2} ms {Share(filter, 1):P0}, all {all * 1e3:F2} ms {Share(all, 3):P0} of {peak:F0} GFLOP/s");
    }
}

static void Step()
{
    using var step = new VaeStep();
    (double best, double median) = step.Measure(5);
    Console.WriteLine($"threads {Workers.Count} width {KernelVariants.Width}: step best {best * 1e3:F3} ms, median {median * 1e3:F3} ms, {VaeStep.Flops / best / 1e9:F1} GFLOP/s");
}

static void Lstm()
{
    using var pass = new LstmPass();
    double forward = Timing.Best(pass.RunForward, 2), both = Timing.Best(pass.Run, 4);
    Console.WriteLine(
        $"threads {Workers.Count} width {KernelVariants.Width}: forward {forward * 1e3:F2} ms, both {both * 1e3:F2} ms, {LstmPass.Flops / both / 1e9:F1} GFLOP/s");
}

static void Counts()
{
    using var step = new CountStep();
    double seconds = step.Best(), fill = CountFill.Best();
    Console.WriteLine($"threads {Workers.Count} width {KernelVariants.Width}: step of counts {seconds * 1e3:F3} ms, filling its batch {fill * 1e3:F3} ms");
}

static void Gemm()
{
    double peak = FmaPeak.Measure();
    Console.WriteLine($"width {KernelVariants.Width} threads {Workers.Count} peak {peak:F1}");
    KernelTable<float> table = KernelTable<float>.Current;
    (ProductKind kind, int m, int k, int n)[] shapes =
    [
        (ProductKind.Plain, 128, 784, 400), (ProductKind.RightTransposed, 128, 784, 400), (ProductKind.LeftTransposed, 784, 128, 400), (ProductKind.Plain, 512, 512, 512),
        (ProductKind.Plain, 128, 400, 784), (ProductKind.LeftTransposed, 400, 128, 784),
        (ProductKind.Plain, 128, 400, 20), (ProductKind.Plain, 128, 400, 32), (ProductKind.Plain, 128, 400, 40), (ProductKind.Plain, 128, 20, 400),
        (ProductKind.LeftTransposed, 400, 128, 40), (ProductKind.LeftTransposed, 20, 128, 400), (ProductKind.RightTransposed, 128, 40, 400), (ProductKind.RightTransposed, 128, 400, 20),
        (ProductKind.Plain, 1024, 1024, 1024),
    ];
    foreach ((ProductKind kind, int m, int k, int n) in shapes)
    {
        using var a = new NativeBuffer<float>(m * k);
        using var b = new NativeBuffer<float>(k * n);
        using var c = new NativeBuffer<float>(m * n);
        new Rng(1).FillNormal(a.Span);
        new Rng(2).FillNormal(b.Span);
        double seconds = Timing.Best(() => table.Multiply(kind, m, n, k, a.Span, b.Span, c.Span), 0.3);
        double rate = 2.0 * m * n * k / seconds / 1e9;
        Console.WriteLine($"{kind,-16} {m,4} x {k,4} x {n,4}: {seconds * 1e6,8:F1} us {rate,6:F1} GFLOP/s {rate / peak:P0}");
    }
}
