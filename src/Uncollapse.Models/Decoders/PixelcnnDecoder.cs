using System.Numerics;
using Uncollapse.Models.Layers;
using Uncollapse.Models.Likelihoods;
using Uncollapse.Records.Plans;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;
using Uncollapse.Tensors.Randomness;
using Shape = Uncollapse.Tensors.Shape;

namespace Uncollapse.Models.Decoders;

/// <summary>A gated PixelCNN without blind spot (van den Oord et al. 2016), conditioned on the code: pixels in raster order, each described from those in the
/// rows above and to its left.</summary>
/// <remarks>
/// <para>The first layer sees k/2 rows up and columns aside, each further one sees one more, so that the reach is k/2 + layers; with a smaller context the
/// last layers see single pixels, and the reach is the context exactly. Nothing is masked: filters have no taps on what they must not see.</para>
/// <para>The code enters as a bias of every gate and as a map of a few features over the image that the first layer reads through a 1x1 convolution.</para>
/// <para>Beside the pixels the first layer reads whether each is seen: outside of the image, where the context is dropped or the past hidden, it is not, and
/// its value is zero.</para>
/// </remarks>
public sealed class PixelcnnDecoder<T> : AutoregressiveDecoder<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Features of the code's map over the image.</summary>
    public const int MapFeatures = 8;

    // In evaluation so many examples at a time go through all layers: more would leave the caches, and memory would grow with the caller's block.
    private const int BlockRows = 16;

    private readonly GatedPixelLayer<T>[] _layers;
    private readonly LinearLayer<T> _map;
    private readonly CausalConvolution<T> _mapFeatures;
    private readonly PixelHead<T> _head;
    private readonly Shape _image;
    private readonly double _contextDropout;
    private Tape<T>? _spare;

    /// <summary>Builds the decoder and its parameters, named <c>decoder.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="plan">Features, layers, the first layer's kernel, context and its dropout.</param>
    /// <param name="inputs">Latent units, and the values of the condition.</param>
    /// <param name="statistics">The image's shape.</param>
    /// <param name="likelihood">Says which heads there are and where their biases may start.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    /// <param name="outputMean">The mean of each output, where the biases shall start from it; null to draw them.</param>
    /// <exception cref="PlanException">The data are no images.</exception>
    public PixelcnnDecoder(
        ParameterSet<T> parameters,
        NetworkPlan plan,
        int inputs,
        DataStatistics statistics,
        Likelihood<T> likelihood,
        Initialiser initialiser,
        IReadOnlyList<double>? outputMean)
    {
        _image = new Shape(1, statistics.Height, statistics.Width, statistics.Channels);
        _contextDropout = plan.ContextDropout;
        int features = plan.Channels[0], reach = Math.Min(plan.Kernel / 2, plan.Context ?? int.MaxValue);
        SeesNothing = reach == 0;
        Reach = SeesNothing ? 0 : Math.Min((plan.Kernel / 2) + plan.Layers, plan.Context ?? int.MaxValue);
        _layers = new GatedPixelLayer<T>[plan.Layers + 1];
        for (int i = 0, seen = 0; i < _layers.Length; i++)
        {
            int step = i == 0 ? Math.Max(reach, 1) : seen < Reach ? 1 : 0;
            _layers[i] = new GatedPixelLayer<T>(
                parameters, i, i == plan.Layers, i == 0 ? statistics.Channels + 1 : features, features, step, inputs, initialiser);
            seen += step;
        }

        _map = new LinearLayer<T>(parameters, "decoder.map", inputs, statistics.Height * statistics.Width * MapFeatures, initialiser);
        _mapFeatures = CausalConvolution<T>.Pointwise(parameters, "decoder.map_features", MapFeatures, 2 * features, initialiser, hasBias: false);
        _head = new PixelHead<T>(parameters, features, statistics.Channels, likelihood, initialiser, ChannelMean(outputMean, statistics.Channels));
    }

    /// <summary>How many rows above a pixel, and columns beside it, are seen at most.</summary>
    public int Reach { get; }

    /// <summary>Whether the context is 0, so that every pixel is described from the code alone.</summary>
    private bool SeesNothing { get; }

    /// <inheritdoc/>
    public override int RecordedRows => BlockRows;

    /// <inheritdoc/>
    public override LikelihoodParameters<T> Decode(Tensor<T> code, in DecoderContext<T> context, in Pass<T> pass) =>
        pass.Tape.Mode == TapeMode.Inference && code.Rows > BlockRows
            ? InBlocks(code, context.Past, pass)
            : Whole(code, context.Past, pass);

    /// <inheritdoc/>
    /// <remarks>A row at a time in the vertical stack and a pixel at a time in the horizontal one, from windows that keep what the layers have made: the cost
    /// of about one pass, not of one a pixel.</remarks>
    public override void Generate(
        Tensor<T> code, Likelihood<T> likelihood, in GenerationOptions options, Rng rng, in Pass<T> pass, Span<T> destination)
    {
        if (destination.Length != code.Rows * _image.Length)
            throw new Tensors.ShapeException("generate", $"expected room for {code.Rows} rows of {_image.Length} outputs, found {destination.Length}");

        using var generator = new PixelcnnGenerator<T>(_layers, _head, _image, SeesNothing);
        for (int start = 0; start < code.Rows; start += PixelcnnGenerator<T>.LargestBlock)
        {
            int count = Math.Min(PixelcnnGenerator<T>.LargestBlock, code.Rows - start);
            generator.Begin(Rows(code, start, count, pass), this, pass);
            generator.Run(likelihood, options, rng, start, destination.Slice(start * _image.Length, count * _image.Length));
        }
    }

    /// <summary>What of the code has a place in the image, [examples, height, width, 2 features].</summary>
    internal Tensor<T> Map(Tensor<T> code, in Pass<T> pass) =>
        _mapFeatures.Forward(pass.Tape.Reshape(_map.Forward(code, pass), new Shape(code.Rows, _image[1], _image[2], MapFeatures)), pass);

    private static double[]? ChannelMean(IReadOnlyList<double>? outputMean, int channels)
    {
        if (outputMean is null)
            return null;

        double[] means = new double[channels];
        for (int d = 0; d < outputMean.Count; d++)
            means[d % channels] += outputMean[d] * channels / outputMean.Count;
        return means;
    }

    private static Tensor<T> Rows(Tensor<T> source, int start, int count, in Pass<T> pass)
    {
        var rows = pass.Tape.Constant(new Shape(count, source.Columns));
        source.Data.Slice(start * source.Columns, count * source.Columns).CopyTo(rows.Data);
        return rows;
    }

    private LikelihoodParameters<T> Whole(Tensor<T> code, Tensor<T>? past, in Pass<T> pass)
    {
        var image = new Shape(code.Rows, _image[1], _image[2], _image[3]);
        var pixels = past is null || SeesNothing ? null : pass.Tape.Reshape(past, image);
        var input = Input(ref pixels, image, pass);
        var state = new PixelState<T>(input, input, null);
        for (int i = 0; i < _layers.Length; i++)
            state = _layers[i].Forward(state, i == 0 ? Map(code, pass) : null, code, pass);
        return _head.Forward(state.Skips!, pixels, pass);
    }

    /// <summary>What the first layer reads: the pixels as far as they are seen, and where they are.</summary>
    private Tensor<T> Input(ref Tensor<T>? pixels, Shape image, in Pass<T> pass)
    {
        if (pixels is null)
        {
            var nothing = pass.Tape.Constant(image.WithColumns(image.Columns + 1));
            nothing.Data.Clear();
            return nothing;
        }

        var seen = pass.Tape.Constant(image.WithColumns(1));
        if (!pass.Training || _contextDropout == 0)
        {
            seen.Data.Fill(T.One);
            return pass.Tape.ConcatColumns(pixels, seen);
        }

        ContextMask.Fill(pass.Rng, _contextDropout, seen.Data);
        var mask = seen;
        if (image.Columns > 1)
        {
            mask = pass.Tape.Constant(image);
            for (int i = 0; i < seen.Length; i++)
                mask.Data.Slice(i * image.Columns, image.Columns).Fill(seen.Data[i]);
        }

        pixels = pass.Tape.Multiply(pixels, mask);
        return pass.Tape.ConcatColumns(pixels, seen);
    }

    /// <summary>A few rows at a time on a tape of its own, which is kept for the next call.</summary>
    private LikelihoodParameters<T> InBlocks(Tensor<T> code, Tensor<T>? past, in Pass<T> pass)
    {
        var tape = Interlocked.Exchange(ref _spare, null) ?? new Tape<T>(TapeMode.Inference);
        LikelihoodParameters<T> all = default;
        for (int start = 0; start < code.Rows; start += BlockRows)
        {
            int count = Math.Min(BlockRows, code.Rows - start);
            tape.Reset();
            var inner = new Pass<T>(tape, pass.Training, pass.Rng.Fork((ulong)start));
            var some = Whole(Rows(code, start, count, inner), past is null ? null : Rows(past, start, count, inner), inner);
            if (start == 0)
                all = new LikelihoodParameters<T>(Room(some.Location, code.Rows, pass)!, Room(some.Second, code.Rows, pass), Room(some.Third, code.Rows, pass));
            Put(some.Location, all.Location, start);
            Put(some.Second, all.Second, start);
            Put(some.Third, all.Third, start);
        }

        _spare = tape;
        return all;
    }

    private static Tensor<T>? Room(Tensor<T>? some, int rows, in Pass<T> pass) => some is null ? null : pass.Tape.Constant(new Shape(rows, some.Columns));

    private static void Put(Tensor<T>? some, Tensor<T>? all, int start) => some?.Data.CopyTo(all!.Data[(start * some.Columns)..]);
}
