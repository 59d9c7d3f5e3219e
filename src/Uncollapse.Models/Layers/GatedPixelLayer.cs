using System.Globalization;
using System.Numerics;
using Uncollapse.Tensors.Autodiff;
using Uncollapse.Tensors.Ops;

namespace Uncollapse.Models.Layers;

/// <summary>A layer of a gated PixelCNN (van den Oord et al. 2016, figure 2): a vertical stack that sees the rows above, a horizontal one that sees the pixels
/// to the left and is told what the vertical one found.</summary>
/// <remarks>
/// With a = vertical convolution, b = horizontal convolution: v' = gate(a + z V), g = gate(b + a U + z H), h' = h + g R, skip' = skip + g S. The first layer
/// reads the image itself, without the pixel (type A), and has no h to add; the last leaves v' and h' out, as nobody reads them.
/// </remarks>
internal sealed class GatedPixelLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly CausalConvolution<T>? _residual;
    private readonly CausalConvolution<T> _skip;
    private readonly CausalConvolution<T> _link;
    private readonly LinearLayer<T>? _verticalCode;
    private readonly LinearLayer<T> _horizontalCode;
    private readonly bool _isFirst;

    /// <summary>Builds the layer, named <c>decoder.index.*</c>.</summary>
    /// <param name="parameters">Where the parameters are added.</param>
    /// <param name="index">Its place, from 0.</param>
    /// <param name="isLast">Whether nothing but the skips is read of it.</param>
    /// <param name="inputs">Channels of the image for the first, else features.</param>
    /// <param name="features">Features of each stack.</param>
    /// <param name="reach">Rows up and columns aside that it adds to what is seen.</param>
    /// <param name="codes">Columns of the code.</param>
    /// <param name="initialiser">How weights are drawn.</param>
    public GatedPixelLayer(ParameterSet<T> parameters, int index, bool isLast, int inputs, int features, int reach, int codes, Initialiser initialiser)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"decoder.{index}.");
        _isFirst = index == 0;
        Vertical = CausalConvolution<T>.Above(parameters, name + "vertical", inputs, 2 * features, reach, own: !_isFirst, initialiser);
        Horizontal = CausalConvolution<T>.LeftOf(parameters, name + "horizontal", inputs, 2 * features, reach, own: !_isFirst, initialiser);
        _link = CausalConvolution<T>.Pointwise(parameters, name + "link", 2 * features, 2 * features, initialiser, hasBias: false);
        _horizontalCode = new LinearLayer<T>(parameters, name + "horizontal_code", codes, 2 * features, initialiser, hasBias: false);
        _skip = CausalConvolution<T>.Pointwise(parameters, name + "skip", features, features, initialiser);
        if (isLast)
            return;

        _verticalCode = new LinearLayer<T>(parameters, name + "vertical_code", codes, 2 * features, initialiser, hasBias: false);
        _residual = CausalConvolution<T>.Pointwise(parameters, name + "residual", features, features, initialiser);
    }

    /// <summary>a of the vertical stack.</summary>
    public CausalConvolution<T> Vertical { get; }

    /// <summary>b of the horizontal stack.</summary>
    public CausalConvolution<T> Horizontal { get; }

    /// <summary>z V; null for the last layer.</summary>
    public Tensor<T>? VerticalCode(Tensor<T> code, in Pass<T> pass) => _verticalCode?.Forward(code, pass);

    /// <summary>z H.</summary>
    public Tensor<T> HorizontalCode(Tensor<T> code, in Pass<T> pass) => _horizontalCode.Forward(code, pass);

    /// <summary>a U.</summary>
    public Tensor<T> Link(Tensor<T> vertical, in Pass<T> pass) => _link.Forward(vertical, pass);

    /// <summary>Whole images through the layer.</summary>
    /// <param name="state">What the layers before made.</param>
    /// <param name="map">What of the code has a place in the image, [examples, height, width, 2 features]; null for none.</param>
    /// <param name="code">The code.</param>
    /// <param name="pass">The walk.</param>
    public PixelState<T> Forward(in PixelState<T> state, Tensor<T>? map, Tensor<T> code, in Pass<T> pass)
    {
        var vertical = Vertical.Forward(state.Vertical!, pass);
        var link = Link(vertical, pass);
        if (map is not null)
            link = pass.Tape.Add(link, map);
        var above = VerticalCode(code, pass) is { } verticalCode ? pass.Tape.GatedActivation(vertical, null, verticalCode) : null;
        var horizontal = Horizontal.Forward(state.Horizontal!, pass);
        return Join(horizontal, link, HorizontalCode(code, pass), state, pass) with { Vertical = above };
    }

    /// <summary>The horizontal stack's gate, residual and skip; of the vertical stack nothing.</summary>
    /// <param name="horizontal">b.</param>
    /// <param name="link">a U.</param>
    /// <param name="code">z H.</param>
    /// <param name="state">h and the sum of the skips.</param>
    /// <param name="pass">The walk.</param>
    public PixelState<T> Join(Tensor<T> horizontal, Tensor<T> link, Tensor<T> code, in PixelState<T> state, in Pass<T> pass)
    {
        var gated = pass.Tape.GatedActivation(horizontal, link, code);
        var skip = _skip.Forward(gated, pass);
        var residual = _residual?.Forward(gated, pass);
        return new PixelState<T>(
            null,
            residual is null || _isFirst ? residual : pass.Tape.Add(state.Horizontal!, residual),
            state.Skips is null ? skip : pass.Tape.Add(state.Skips, skip));
    }
}
