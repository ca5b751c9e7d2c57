using NetThreat.Core.Flows;
using NetThreat.Core.Identity;
using NetThreat.Core.Net;

namespace NetThreat.FlowExport.Zeek;

/// <summary>How Zeek writes the parts of a connection.</summary>
internal static class ZeekText
{
    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8;

    /// <summary>Characters of the longest uid.</summary>
    public const int MaxUid = 23;

    /// <summary>"C" and the flow id in base 62.</summary>
    public static string Uid(Id128 id)
    {
        Span<byte> text = stackalloc byte[MaxUid];
        return System.Text.Encoding.ASCII.GetString(text[..WriteUid(id, text)]);
    }

    /// <summary>The same as ASCII.</summary>
    /// <param name="to">At least <see cref="MaxUid"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    public static int WriteUid(Id128 id, Span<byte> to)
    {
        // Ten digits fit into 64 bits: two divisions of 128 bits instead of one for each digit.
        const ulong TenDigits = 839_299_365_868_340_224;
        Span<byte> text = stackalloc byte[MaxUid];
        int at = text.Length;
        var rest = new UInt128(id.High, id.Low);
        do
        {
            (rest, var part) = UInt128.DivRem(rest, TenDigits);
            ulong digits = (ulong)part;
            for (int i = 0; rest != 0 ? i < 10 : i == 0 || digits != 0; i++)
            {
                (digits, ulong digit) = Math.DivRem(digits, 62);
                text[--at] = Digits[(int)digit];
            }
        }
        while (rest != 0);
        text[--at] = (byte)'C';
        text[at..].CopyTo(to);
        return text.Length - at;
    }

    /// <summary>The six columns with which every log of Zeek's begins: ts, uid, id; Zeek reads no ports of other transports.</summary>
    public static void Identity(IZeekEncoder encoder, FlowRecord flow)
    {
        bool ports = flow.Key.Protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6;
        encoder.Seconds(flow.Start.Nanoseconds);
        encoder.Text(Uid(flow.Id));
        encoder.Address(flow.Key.Originator);
        encoder.Count(ports ? flow.Key.OriginatorPort : 0);
        encoder.Address(flow.Key.Responder);
        encoder.Count(ports ? flow.Key.ResponderPort : 0);
    }

    public static ReadOnlySpan<byte> Protocol(byte protocol) => protocol switch
    {
        IpProtocol.Tcp => "tcp"u8,
        IpProtocol.Udp => "udp"u8,
        IpProtocol.Icmp or IpProtocol.IcmpV6 => "icmp"u8,
        _ => "unknown_transport"u8,
    };

    public static ReadOnlySpan<byte> State(ConnState state) => state switch
    {
        ConnState.S0 => "S0"u8,
        ConnState.S1 => "S1"u8,
        ConnState.SF => "SF"u8,
        ConnState.REJ => "REJ"u8,
        ConnState.S2 => "S2"u8,
        ConnState.S3 => "S3"u8,
        ConnState.RSTO => "RSTO"u8,
        ConnState.RSTR => "RSTR"u8,
        ConnState.RSTOS0 => "RSTOS0"u8,
        ConnState.RSTRH => "RSTRH"u8,
        ConnState.SH => "SH"u8,
        ConnState.SHR => "SHR"u8,
        _ => "OTH"u8,
    };
}
