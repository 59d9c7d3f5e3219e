namespace Uncollapse.Data.Png;

/// <summary>A decoded picture: 8-bit samples, rows from the top, channels together; 16-bit samples are also kept as they are.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha.</param>
/// <param name="Samples">Height x width x channels samples of 8 bits; narrower ones are stretched to 0..255, 16-bit ones rounded.</param>
/// <param name="DeepSamples">The samples of a 16-bit picture; null for others.</param>
public sealed record PngImage(int Width, int Height, int Channels, byte[] Samples, ushort[]? DeepSamples)
{
    /// <summary>Whether the last channel is transparency.</summary>
    public bool HasAlpha => Channels is 2 or 4;

    /// <summary>Whether every pixel is opaque; true where there is no alpha.</summary>
    public bool IsOpaque
    {
        get
        {
            if (!HasAlpha)
                return true;
            for (int i = Channels - 1; i < Samples.Length; i += Channels)
            {
                if (Samples[i] != byte.MaxValue)
                    return false;
            }
            return true;
        }
    }
}
