namespace Uncollapse.Data.Png;

/// <summary>The chunks of a picture that matter to its pixels, in the order the format demands.</summary>
internal sealed class PngChunks
{
    private bool started;
    private bool dataEnded;

    public PngHeader Header { get; private set; }

    /// <summary>The palette's colours, three bytes each; empty when there is none.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>The transparency chunk; null when there is none.</summary>
    public byte[]? Transparency { get; private set; }

    /// <summary>The packed pixels.</summary>
    public MemoryStream Data { get; } = new();

    /// <summary>Takes in a chunk; true when it was the last.</summary>
    public bool Add(string path, long offset, string type, byte[] data)
    {
        if (!started && type != "IHDR")
            throw DataFormatException.AtByte(path, offset, "the chunk IHDR first", type);
        if (type != "IDAT" && Data.Length > 0)
            dataEnded = true;
        switch (type)
        {
            case "IHDR" when started:
                throw DataFormatException.AtByte(path, offset, "one chunk IHDR", "a second");
            case "IHDR":
                Header = PngHeader.Parse(path, offset + 8, data);
                started = true;
                return false;
            case "PLTE":
                if (data.Length % 3 != 0 || data.Length is 0 or > 768)
                    throw DataFormatException.AtByte(path, offset, "a palette of 1 to 256 colours", $"{data.Length} bytes");
                Palette = data;
                return false;
            case "tRNS":
                RequireTransparency(path, offset, data);
                Transparency = data;
                return false;
            case "IDAT":
                if (dataEnded)
                    throw DataFormatException.AtByte(path, offset, "IDAT chunks one after another", "another chunk between them");
                Data.Write(data);
                return false;
            case "IEND":
                RequireComplete(path, offset);
                Data.Position = 0;
                return true;
            default:
                // Bit 5 of the first letter: lower case chunks may be skipped, upper case ones must be understood.
                return char.IsAsciiLetterLower(type[0]) ? false : throw DataFormatException.AtByte(path, offset, "chunks of PNG", $"the critical chunk '{type}'");
        }
    }

    private void RequireTransparency(string path, long offset, byte[] data)
    {
        int expected = Header.Colour switch { PngColour.Grey => 2, PngColour.Rgb => 6, PngColour.Palette => data.Length, _ => -1 };
        if (data.Length != expected || (Header.Colour == PngColour.Palette && data.Length > Palette.Length / 3))
            throw DataFormatException.AtByte(path, offset, "a tRNS chunk that fits the colour type", $"{data.Length} bytes");
    }

    private void RequireComplete(string path, long offset)
    {
        if (Data.Length == 0)
            throw DataFormatException.AtByte(path, offset, "IDAT chunks with pixels", "none");
        if (Header.Colour == PngColour.Palette && Palette.Length == 0)
            throw DataFormatException.AtByte(path, offset, "a palette (PLTE)", "none");
    }
}
