using System.Buffers.Binary;

namespace Uncollapse.Data.Png;

/// <summary>From stored samples to a picture: palettes looked up, transparency made a channel, depths brought to 8 bits.</summary>
internal static class PngSamples
{
    public static PngImage Finish(string path, PngChunks chunks, ushort[] stored)
    {
        PngHeader header = chunks.Header;
        if (header.Colour == PngColour.Palette)
            return LookUp(path, chunks, stored);
        if (chunks.Transparency is { } key)
            return WithKey(header, stored, key);
        return new PngImage(header.Width, header.Height, header.StoredChannels, ToBytes(stored, header.BitDepth), header.BitDepth == 16 ? stored : null);
    }

    private static PngImage LookUp(string path, PngChunks chunks, ushort[] stored)
    {
        int channels = chunks.Transparency is null ? 3 : 4;
        byte[] palette = chunks.Palette;
        byte[] samples = new byte[stored.Length * channels];
        for (int i = 0; i < stored.Length; i++)
        {
            int colour = stored[i];
            if (colour >= palette.Length / 3)
                throw new DataFormatException(path, $"pixel {i}", $"a palette index below {palette.Length / 3}", $"{colour}", "The picture is damaged");
            palette.AsSpan(colour * 3, 3).CopyTo(samples.AsSpan(i * channels));
            if (channels == 4)
                samples[(i * 4) + 3] = colour < chunks.Transparency!.Length ? chunks.Transparency[colour] : byte.MaxValue;
        }
        return new PngImage(chunks.Header.Width, chunks.Header.Height, channels, samples, null);
    }

    /// <summary>One grey or colour is declared transparent: it becomes an alpha channel.</summary>
    private static PngImage WithKey(PngHeader header, ushort[] stored, byte[] key)
    {
        int colours = header.StoredChannels;
        ushort opaque = (ushort)((1 << header.BitDepth) - 1);
        ushort[] samples = new ushort[stored.Length / colours * (colours + 1)];
        for (int pixel = 0; pixel < stored.Length / colours; pixel++)
        {
            bool transparent = true;
            for (int c = 0; c < colours; c++)
            {
                ushort sample = stored[(pixel * colours) + c];
                samples[(pixel * (colours + 1)) + c] = sample;
                transparent &= sample == (BinaryPrimitives.ReadUInt16BigEndian(key.AsSpan(2 * c)) & opaque);
            }
            samples[(pixel * (colours + 1)) + colours] = transparent ? (ushort)0 : opaque;
        }
        return new PngImage(header.Width, header.Height, colours + 1, ToBytes(samples, header.BitDepth), header.BitDepth == 16 ? samples : null);
    }

    private static byte[] ToBytes(ushort[] samples, int depth)
    {
        int top = (1 << depth) - 1;
        byte[] bytes = new byte[samples.Length];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = depth == 8 ? (byte)samples[i] : (byte)(((samples[i] * 255) + (top / 2)) / top);
        return bytes;
    }
}
