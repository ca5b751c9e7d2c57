using System.Buffers.Binary;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Core.Net;
using NetThreat.Core.Time;

namespace NetThreat.Capture.Ipfix;

/// <summary>
/// The templates of our own export: IPv4 and IPv6, with and without a reverse direction (RFC 5103), with ports or with type and code of ICMP.
/// Times stand in milliseconds, which everybody reads, and then in nanoseconds.
/// </summary>
internal static class FlowTemplates
{
    public const ushort First = 256;

    /// <summary>Bit 0 of a template's number: IPv6; bit 1: biflow; bit 2: ICMP.</summary>
    public const int Count = 8;

    /// <summary>The longest record: all fields and a full application name.</summary>
    public const int MaxRecord = 512;

    private const uint Reverse = InformationElements.ReverseEnterprise;
    private const int MaxName = 254;

    public static ushort IdOf(FlowRecord r) => (ushort)(First
        + (r.Key.Originator.IsV4 && r.Key.Responder.IsV4 ? 0 : 1)
        + (r.Total.Responder.Packets > 0 ? 2 : 0)
        + (r.Key.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6 ? 4 : 0));

    public static Template Of(int number)
    {
        bool six = (number & 1) != 0, biflow = (number & 2) != 0, icmp = (number & 4) != 0;
        var fields = new List<TemplateField>
        {
            new(0, (ushort)(six ? 27 : 8), (ushort)(six ? 16 : 4)), new(0, (ushort)(six ? 28 : 12), (ushort)(six ? 16 : 4)),
        };
        if (icmp) fields.Add(new(0, (ushort)(six ? 139 : 32), 2));
        else fields.AddRange([new(0, 7, 2), new(0, 11, 2), new(0, 6, 2)]);
        fields.AddRange([new(0, 4, 1), new(0, 60, 1), new(0, 136, 1), new(0, 58, 2), new(0, 239, 1), new(0, 1, 8), new(0, 2, 8)]);
        if (biflow)
        {
            fields.AddRange([new(Reverse, 1, 8), new(Reverse, 2, 8)]);
            if (!icmp) fields.Add(new(Reverse, 6, 2));
        }

        fields.AddRange([new(0, 152, 8), new(0, 153, 8), new(0, 156, 8), new(0, 157, 8), new(0, 148, 8), new(0, 96, TemplateField.VariableLength)]);
        return new(checked((ushort)(First + number)), [.. fields], 0);
    }

    /// <summary>Writes a record by the template of <see cref="IdOf"/>.</summary>
    /// <param name="to">At least <see cref="MaxRecord"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(FlowRecord r, string? application, Span<byte> to)
    {
        int number = IdOf(r) - First;
        bool six = (number & 1) != 0, biflow = (number & 2) != 0, icmp = (number & 4) != 0;
        var w = new Writer(to);
        w.Address(r.Key.Originator, six);
        w.Address(r.Key.Responder, six);
        if (icmp) w.UInt16(TypeCode(r.Key));
        else
        {
            w.UInt16(r.Key.OriginatorPort);
            w.UInt16(r.Key.ResponderPort);
            w.UInt16(FlowFlags.Of(r, originator: true));
        }

        w.Byte(r.Key.Protocol);
        w.Byte(six ? (byte)6 : (byte)4);
        w.Byte(EndReason(r.EndReason));
        w.UInt16(r.Vlan);
        w.Byte(1); // RFC 5103 section 6.3: the source is the initiator.
        w.Int64(r.Total.Originator.IpBytes);
        w.Int64(r.Total.Originator.Packets);
        if (biflow)
        {
            w.Int64(r.Total.Responder.IpBytes);
            w.Int64(r.Total.Responder.Packets);
            if (!icmp) w.UInt16(FlowFlags.Of(r, originator: false));
        }

        w.Int64(r.Start.Nanoseconds / 1_000_000);
        w.Int64(r.End.Nanoseconds / 1_000_000);
        w.Ntp(r.Start);
        w.Ntp(r.End);
        w.Int64((long)r.Id.Low);
        w.Name(application);
        return w.Length;
    }

    /// <summary>The key of ICMP holds the type, and the reply's type or the code: a request's code is 0.</summary>
    private static ushort TypeCode(in FlowKey key)
    {
        byte type = (byte)key.OriginatorPort;
        return (ushort)(type << 8 | (IcmpCounterpart.IsOneWay(key.Protocol, type) ? (byte)key.ResponderPort : 0));
    }

    /// <summary>RFC 5102 section 5.11.3; 0 where it is not known.</summary>
    private static byte EndReason(FlowEnd end) => end switch
    {
        FlowEnd.Idle => 1,
        FlowEnd.None => 2,
        FlowEnd.Closed or FlowEnd.Reused => 3,
        FlowEnd.Evicted => 5,
        _ => 0,
    };

    private ref struct Writer(Span<byte> to)
    {
        private const long NtpOffset = 2_208_988_800;
        private readonly Span<byte> _to = to;

        public int Length { get; private set; }

        public void Byte(byte value) => _to[Length++] = value;

        public void UInt16(ushort value)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_to[Length..], value);
            Length += 2;
        }

        public void Int64(long value)
        {
            BinaryPrimitives.WriteInt64BigEndian(_to[Length..], value);
            Length += 8;
        }

        public void Address(in Address address, bool six)
        {
            Span<byte> bytes = stackalloc byte[16];
            address.CopyTo(bytes);
            // A flow of mixed versions cannot be; an IPv4 address stands mapped then.
            var part = six ? bytes : bytes[12..];
            part.CopyTo(_to[Length..]);
            Length += part.Length;
        }

        /// <summary>dateTimeNanoseconds: NTP format (RFC 7011 section 6.1.10), rounded up so that reading rounds back to the same nanosecond.</summary>
        public void Ntp(Timestamp time)
        {
            long seconds = Math.DivRem(time.Nanoseconds, Timestamp.NanosecondsPerSecond, out long nanoseconds);
            if (nanoseconds < 0) (seconds, nanoseconds) = (seconds - 1, nanoseconds + Timestamp.NanosecondsPerSecond);
            BinaryPrimitives.WriteUInt32BigEndian(_to[Length..], unchecked((uint)(seconds + NtpOffset)));
            BinaryPrimitives.WriteUInt32BigEndian(_to[(Length + 4)..], (uint)((((ulong)nanoseconds << 32) + 999_999_999) / 1_000_000_000));
            Length += 8;
        }

        /// <summary>Variable length (RFC 7011 section 7): one byte of length, since names are short.</summary>
        public void Name(string? name)
        {
            Span<byte> utf8 = stackalloc byte[MaxName];
            Encoding.UTF8.TryGetBytes(name ?? "", utf8, out int n);
            Byte((byte)n);
            utf8[..n].CopyTo(_to[Length..]);
            Length += n;
        }
    }
}
