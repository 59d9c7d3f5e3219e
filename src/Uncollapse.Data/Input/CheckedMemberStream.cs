using System.Globalization;
using Uncollapse.Data.Compression;

namespace Uncollapse.Data.Input;

/// <summary>An archive member whose declared length and CRC-32 are compared with what is really read.</summary>
internal sealed class CheckedMemberStream(Stream member, long length, uint checksum) : ForwardStream(member)
{
    private readonly Stream member = member;
    private long done;
    private uint sum;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;
        int number = member.Read(buffer);
        sum = Crc32.Update(sum, buffer[..number]);
        done += number;
        if (done > length || (number == 0 && done < length))
        {
            string relation = done > length ? "more than" : "only";
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"{relation} {Math.Min(done, length)} bytes, where the archive's directory declares {length}"));
        }
        if (done == length && sum != checksum)
            throw new InvalidDataException("a checksum that does not match the unpacked data");
        return number;
    }
}
