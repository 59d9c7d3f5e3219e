namespace Uncollapse.Data.Compression;

/// <summary>The CRC-32 of gzip, zip and PNG (polynomial 0xEDB88320, reflected), eight bytes at a time. Source: RFC 1952, section 8.</summary>
internal static class Crc32
{
    private static readonly uint[] Tables = BuildTables();

    /// <summary>Continues a checksum: start from 0, the value returned is the finished checksum of all bytes so far.</summary>
    public static uint Update(uint checksum, ReadOnlySpan<byte> bytes)
    {
        uint[] t = Tables;
        uint c = ~checksum;
        while (bytes.Length >= 8)
        {
            uint low = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ c;
            uint high = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            c = t[(7 * 256) + (low & 255)] ^ t[(6 * 256) + ((low >> 8) & 255)] ^ t[(5 * 256) + ((low >> 16) & 255)] ^ t[(4 * 256) + (low >> 24)]
                ^ t[(3 * 256) + (high & 255)] ^ t[(2 * 256) + ((high >> 8) & 255)] ^ t[256 + ((high >> 16) & 255)] ^ t[high >> 24];
            bytes = bytes[8..];
        }
        foreach (byte b in bytes)
            c = t[(c ^ b) & 255] ^ (c >> 8);
        return ~c;
    }

    private static uint[] BuildTables()
    {
        uint[] tables = new uint[8 * 256];
        for (uint n = 0; n < 256; n++)
        {
            uint c = n;
            for (int k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xEDB88320u ^ (c >> 1) : c >> 1;
            tables[n] = c;
        }
        for (int n = 256; n < tables.Length; n++)
            tables[n] = tables[tables[n - 256] & 255] ^ (tables[n - 256] >> 8);
        return tables;
    }
}
