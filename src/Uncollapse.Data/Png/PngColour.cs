namespace Uncollapse.Data.Png;

/// <summary>Colour types of PNG, by their numbers.</summary>
internal enum PngColour
{
    Grey = 0,
    Rgb = 2,
    Palette = 3,
    GreyAlpha = 4,
    RgbAlpha = 6,
}
