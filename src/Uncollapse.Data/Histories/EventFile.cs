using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Uncollapse.Data.Input;

namespace Uncollapse.Data.Histories;

/// <summary>
/// Scalars of TensorBoard's event files: records of [length u64][masked CRC-32C of it][bytes][masked CRC-32C of them], each a protocol buffer <c>Event</c> with its step (field 2) and a
/// summary (5) of values (1): a tag (1) and a simple value (2), or a tensor (8) of one float. Sources: TensorFlow's record format and event.proto.
/// </summary>
internal static class EventFile
{
    /// <summary>Bytes that tell an event file: a length and its checksum.</summary>
    internal const int HeaderSize = 12;

    // An event of scalars takes some hundred bytes; images and histograms beside them are skipped, but read.
    private const long LargestRecord = 256L << 20;

    /// <summary>Whether a file starts with a length whose checksum is right.</summary>
    public static bool Is(ReadOnlySpan<byte> start) =>
        start.Length == HeaderSize && BinaryPrimitives.ReadUInt32LittleEndian(start[8..]) == Masked(start[..8]);

    /// <summary>The scalars of some files, one after the other.</summary>
    public static IReadOnlyList<LogSeries> Collect(IReadOnlyList<ByteReader> files)
    {
        var series = new Dictionary<string, (List<double> Steps, List<double> Values)>(StringComparer.Ordinal);
        byte[] header = new byte[HeaderSize];
        foreach (ByteReader file in files)
        {
            while (true)
            {
                long start = file.Offset;
                int number = file.Read(header);
                if (number == 0) break;
                // A writer that was killed leaves a part of a record at the end: what stands before it counts.
                if (number < HeaderSize) break;
                if (!Is(header)) throw DataFormatException.AtByte(file.Path, start, "a record's length with its checksum", "another checksum", "The file is damaged");
                ulong length = BinaryPrimitives.ReadUInt64LittleEndian(header);
                if (length > (ulong)LargestRecord) throw DataFormatException.AtByte(file.Path, start, $"a record of at most {LargestRecord} bytes", FormattableString.Invariant($"{length}"), "The file is damaged");
                if (file.IsExact && (long)length + 4 > file.Most - file.Offset) break;
                byte[] record = file.ReadBlock((long)length, "a record");
                byte[] checksum = file.ReadBlock(4, "a record's checksum");
                if (BinaryPrimitives.ReadUInt32LittleEndian(checksum) != Masked(record))
                    throw DataFormatException.AtByte(file.Path, start, "a record with its checksum", "another checksum", "The file is damaged");
                AddEvent(record, series, file.Path, start);
            }
        }

        return [.. series.Select(pair => new LogSeries(pair.Key, pair.Value.Steps, pair.Value.Values))];
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xA282EAD8;
    }

    private static void AddEvent(ReadOnlySpan<byte> record, Dictionary<string, (List<double> Steps, List<double> Values)> series, string path, long at)
    {
        try
        {
            long step = 0;
            var fields = new Fields(record);
            // The step may stand behind the summary: two walks.
            while (fields.Next())
            {
                if (fields.Number == 2 && fields.Wire == 0) step = (long)fields.Integer;
            }

            fields = new Fields(record);
            while (fields.Next())
            {
                if (fields.Number == 5 && fields.Wire == 2) AddSummary(fields.Bytes, step, series);
            }
        }
        catch (InvalidDataException cause)
        {
            throw DataFormatException.AtByte(path, at, "an event as TensorBoard writes it", cause.Message, "The file is damaged", cause);
        }
    }

    private static void AddSummary(ReadOnlySpan<byte> summary, long step, Dictionary<string, (List<double> Steps, List<double> Values)> series)
    {
        var values = new Fields(summary);
        while (values.Next())
        {
            if (values.Number != 1 || values.Wire != 2) continue;
            string? tag = null;
            double? number = null;
            var value = new Fields(values.Bytes);
            while (value.Next())
            {
                if (value.Number == 1 && value.Wire == 2) tag = Encoding.UTF8.GetString(value.Bytes);
                else if (value.Number == 2 && value.Wire == 5) number = BitConverter.UInt32BitsToSingle((uint)value.Integer);
                else if (value.Number == 8 && value.Wire == 2) number = Scalar(value.Bytes);
            }

            if (tag is null || number is not { } scalar) continue;
            if (!series.TryGetValue(tag, out var place)) series.Add(tag, place = ([], []));
            place.Steps.Add(step);
            place.Values.Add(scalar);
        }
    }

    /// <summary>A tensor's only float, as version 2 of the summaries holds a scalar: in its content (4) or as a value (5); null for others.</summary>
    private static double? Scalar(ReadOnlySpan<byte> tensor)
    {
        ulong type = 0;
        double? number = null;
        var fields = new Fields(tensor);
        while (fields.Next())
        {
            if (fields.Number == 1 && fields.Wire == 0) type = fields.Integer;
            else if (fields.Number == 4 && fields.Wire == 2 && fields.Bytes.Length == 4) number = BitConverter.ToSingle(fields.Bytes);
            else if (fields.Number == 5 && fields.Wire == 2 && fields.Bytes.Length == 4) number = BitConverter.ToSingle(fields.Bytes);
            else if (fields.Number == 5 && fields.Wire == 5) number = BitConverter.UInt32BitsToSingle((uint)fields.Integer);
        }

        return type == 1 ? number : null;
    }

    /// <summary>The fields of a protocol buffer, one after the other.</summary>
    private ref struct Fields(ReadOnlySpan<byte> message)
    {
        private ReadOnlySpan<byte> _rest = message;

        public int Number { get; private set; }

        /// <summary>0 an integer, 1 eight bytes, 2 bytes with their length, 5 four bytes.</summary>
        public int Wire { get; private set; }

        public ulong Integer { get; private set; }

        public ReadOnlySpan<byte> Bytes { get; private set; }

        public bool Next()
        {
            if (_rest.IsEmpty) return false;
            ulong key = Varint();
            (Number, Wire) = ((int)Math.Min(key >> 3, int.MaxValue), (int)(key & 7));
            switch (Wire)
            {
                case 0:
                    Integer = Varint();
                    return true;
                case 1:
                    Integer = BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
                    return true;
                case 2:
                    Bytes = Take(Varint());
                    return true;
                case 5:
                    Integer = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
                    return true;
                default:
                    throw new InvalidDataException($"a field of kind {Wire}");
            }
        }

        private ReadOnlySpan<byte> Take(ulong length)
        {
            if (length > (ulong)_rest.Length) throw new InvalidDataException($"a field of {length} bytes where {_rest.Length} are left");
            ReadOnlySpan<byte> taken = _rest[..(int)length];
            _rest = _rest[(int)length..];
            return taken;
        }

        private ulong Varint()
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                byte next = Take(1)[0];
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return value;
            }

            throw new InvalidDataException("an integer of more than ten bytes");
        }
    }
}
