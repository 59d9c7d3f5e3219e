namespace Uncollapse.Data.Hdf5;

/// <summary>
/// LZF, the compression that h5py calls <c>lzf</c>. A control byte below 32 is followed by that many literal bytes and one more; any other
/// has a length in its upper 3 bits (7: one more byte adds to it) and, with the next byte, a distance back of 13 bits.
/// </summary>
internal static class Lzf
{
    /// <summary>What <see cref="Unpack"/> returns where there is too little room.</summary>
    public const int NoRoom = -2;

    /// <summary>3 bytes unpack to at most 264.</summary>
    public const int LargestExpansion = 88;

    /// <summary>Unpacks; the unpacked length, -1 where the bytes are no LZF, or <see cref="NoRoom"/>.</summary>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> destination)
    {
        int at = 0, done = 0;
        while (at < packed.Length)
        {
            int control = packed[at++];
            if (control < 32)
            {
                int literals = control + 1;
                if (literals > packed.Length - at)
                    return -1;
                if (literals > destination.Length - done)
                    return NoRoom;
                packed.Slice(at, literals).CopyTo(destination[done..]);
                at += literals;
                done += literals;
                continue;
            }
            int length = control >> 5;
            if (length == 7)
            {
                if (at >= packed.Length)
                    return -1;
                length += packed[at++];
            }
            if (at >= packed.Length)
                return -1;
            int from = done - (((control & 31) << 8) | packed[at++]) - 1;
            length += 2;
            if (from < 0)
                return -1;
            if (length > destination.Length - done)
                return NoRoom;
            // Byte after byte: a copy may overlap what it writes.
            for (int i = 0; i < length; i++)
                destination[done + i] = destination[from + i];
            done += length;
        }
        return done;
    }
}
