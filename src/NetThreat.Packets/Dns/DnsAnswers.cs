using System.Buffers.Binary;
using System.Text;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Dns;

/// <summary>Resource records of the answer section (RFC 1035 section 4.1.3) into the packed form of <see cref="DnsTransaction.AnswerData"/>.</summary>
internal static class DnsAnswers
{
    private const ushort A = 1, Ns = 2, CName = 5, Soa = 6, Ptr = 12, Mx = 15, Txt = 16, Aaaa = 28, Srv = 33, DName = 39;

    public static byte[]? Pack(ReadOnlySpan<byte> message, int offset, int count)
    {
        Span<byte> packed = stackalloc byte[DnsTransaction.MaxAnswerData];
        int n = 0;
        for (int i = 0; i < Math.Min(count, DnsTransaction.MaxRecords); i++)
        {
            int at = DnsName.Skip(message, offset);
            if (at < 0 || message.Length - at < 10) break;
            ushort type = BinaryPrimitives.ReadUInt16BigEndian(message[at..]);
            int length = BinaryPrimitives.ReadUInt16BigEndian(message[(at + 8)..]), data = at + 10;
            if (message.Length - data < length || packed.Length - n < 7 + byte.MaxValue) break;
            message.Slice(at, 2).CopyTo(packed[n..]);
            message.Slice(at + 4, 4).CopyTo(packed[(n + 2)..]);
            int written = Data(message, type, data, length, packed.Slice(n + 7, byte.MaxValue));
            packed[n + 6] = (byte)written;
            n += 7 + written;
            offset = data + length;
        }

        return n == 0 ? null : packed[..n].ToArray();
    }

    private static int Data(ReadOnlySpan<byte> message, ushort type, int at, int length, Span<byte> to)
    {
        var data = message.Slice(at, length);
        switch (type)
        {
            case A when length == 4:
            case Aaaa when length == 16:
                data.CopyTo(to);
                return length;
            case Ns or CName or Ptr or DName or Soa: return Name(message, at, "", to);
            case Mx when length > 2: return Name(message, at + 2, $"{BinaryPrimitives.ReadUInt16BigEndian(data)} ", to);
            case Srv when length > 6: return Name(message, at + 6, $"{BinaryPrimitives.ReadUInt16BigEndian(data)} {BinaryPrimitives.ReadUInt16BigEndian(data[2..])} {BinaryPrimitives.ReadUInt16BigEndian(data[4..])} ", to);
            case Txt: return Strings(data, to);
            default: return Unknown(data, to);
        }
    }

    private static int Name(ReadOnlySpan<byte> message, int at, string before, Span<byte> to)
    {
        Span<char> text = stackalloc char[DnsName.MaxText];
        int n = DnsName.Write(message, at, text);
        if (n < 0) return 0;
        int written = Put(before, to);
        return written + Put(n == 0 ? "." : text[..n], to[written..]);
    }

    private static int Put(ReadOnlySpan<char> text, Span<byte> to) => Encoding.ASCII.GetBytes(text[..Math.Min(text.Length, to.Length)], to);

    /// <summary>Character strings (section 3.3.14), each in quotes.</summary>
    private static int Strings(ReadOnlySpan<byte> data, Span<byte> to)
    {
        int n = 0;
        while (data.Length > 0 && data[0] < data.Length && n < to.Length - 3)
        {
            if (n > 0) to[n++] = (byte)' ';
            to[n++] = (byte)'"';
            foreach (byte b in data.Slice(1, data[0]))
                if (n < to.Length - 1) to[n++] = b is >= 0x20 and <= 0x7E and not (byte)'"' ? b : (byte)'?';
            to[n++] = (byte)'"';
            data = data[(1 + data[0])..];
        }

        return n;
    }

    private static int Unknown(ReadOnlySpan<byte> data, Span<byte> to)
    {
        string hex = Convert.ToHexStringLower(data[..Math.Min(data.Length, 100)]);
        return Put($"\\# {data.Length} {hex}", to);
    }
}
