using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.DceRpc;

/// <summary>Protocol data units of the connection-oriented protocol (C706 section 12.6.4), over TCP or inside a named pipe of SMB.</summary>
internal static class DceRpcStream
{
    public const int HeaderLength = 16;

    public static readonly string[] Facts = ["dce_rpc.endpoint", "dce_rpc.uuid", "dce_rpc.operation", "dce_rpc.bind_result", "dce_rpc.fault"];

    private const byte Request = 0, Fault = 3, Bind = 11, BindAcknowledgment = 12, BindRefusal = 13, AlterContext = 14, Authenticate = 16;

    private const int MaxContexts = 8, UuidLength = 16, SyntaxLength = 20, LittleEndianBit = 0x10;

    /// <summary>Version 5.0 or 5.1, a known type, a data representation that exists, and lengths that fit together.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length < HeaderLength || pdu[0] != 5 || pdu[1] > 1 || pdu[2] > 21 || (pdu[4] & 0xEE) != 0 || pdu[5] > 3 || pdu[6] != 0 || pdu[7] != 0) return false;
        int length = FragmentLength(pdu);
        return length >= HeaderLength && Number(pdu, 10) <= length - HeaderLength;
    }

    public static int FragmentLength(ReadOnlySpan<byte> pdu) => Number(pdu, 8);

    /// <param name="pdu">A whole fragment.</param>
    /// <param name="client">The client's stream, whose binds say what a context number stands for.</param>
    public static void Read(ReadOnlySpan<byte> pdu, ReadOnlySpan<byte> client, IFactSink facts) => Read(pdu, pdu.Length >= 24 && pdu[2] == Request ? Interface(client, Number(pdu, 20)) : null, facts);

    /// <param name="pdu">A whole fragment.</param>
    /// <param name="service">The interface that a request is about.</param>
    public static void Read(ReadOnlySpan<byte> pdu, Guid? service, IFactSink facts)
    {
        switch (pdu[2])
        {
            case Bind or AlterContext: Contexts(pdu, facts); break;
            case Request when pdu.Length >= 24: Operation(Number(pdu, 22), service, facts); break;
            case BindAcknowledgment when (pdu[3] & 3) == 3: facts.Text("dce_rpc.bind_result", "acknowledged"); break;
            case BindRefusal: facts.Text("dce_rpc.bind_result", "refused"); break;
            case Fault when pdu.Length >= 28: facts.Text("dce_rpc.fault", "0x" + Code(pdu).ToString("x8", CultureInfo.InvariantCulture)); break;
            default: break;
        }

        if (pdu[2] is Bind or BindAcknowledgment or AlterContext or Authenticate or 15) NtlmMessage.Read(pdu[HeaderLength..], facts);
    }

    /// <summary>An operation with the interface's name before it, where both are known.</summary>
    public static void Operation(int number, Guid? service, IFactSink facts)
    {
        var known = service is { } id ? DceRpcInterfaces.Find(id) : null;
        var name = known?.Operation(number) ?? "opnum-" + number.ToString(CultureInfo.InvariantCulture);
        facts.Text("dce_rpc.operation", known is null ? name : known.Name + "::" + name);
    }

    /// <summary>What a client bound to a context number, by the first bind in its stream that lists it.</summary>
    public static Guid? Interface(ReadOnlySpan<byte> client, int context)
    {
        for (int at = 0; at + HeaderLength <= client.Length && IsHeader(client[at..]);)
        {
            var pdu = client.Slice(at, Math.Min(FragmentLength(client[at..]), client.Length - at));
            if (pdu[2] is Bind or AlterContext && FindContext(pdu, context) is { } found) return found;
            at += FragmentLength(pdu);
        }

        return null;
    }

    /// <summary>The first interface of a bind; null for other fragments.</summary>
    public static Guid? Bound(ReadOnlySpan<byte> pdu)
    {
        int at = 28;
        return pdu.Length >= at && pdu[2] is Bind or AlterContext && TryContext(pdu, ref at, out _, out var syntax) ? Service(pdu, syntax) : null;
    }

    private static void Contexts(ReadOnlySpan<byte> pdu, IFactSink facts)
    {
        if (pdu.Length < 28) return;
        int count = Math.Min((int)pdu[24], MaxContexts);
        for (int n = 0, at = 28; n < count && TryContext(pdu, ref at, out _, out var syntax); n++)
        {
            var id = Service(pdu, syntax);
            if (DceRpcInterfaces.Find(id) is { } known) facts.Text("dce_rpc.endpoint", known.Name);
            facts.Text("dce_rpc.uuid", id.ToString("D"));
        }
    }

    private static Guid? FindContext(ReadOnlySpan<byte> pdu, int context)
    {
        if (pdu.Length < 28) return null;
        int count = Math.Min((int)pdu[24], MaxContexts);
        for (int n = 0, at = 28; n < count && TryContext(pdu, ref at, out int id, out var syntax); n++)
            if (id == context) return Service(pdu, syntax);
        return null;
    }

    /// <summary>One context element: id, count of transfer syntaxes, abstract syntax, transfer syntaxes.</summary>
    private static bool TryContext(ReadOnlySpan<byte> pdu, ref int at, out int id, out ReadOnlySpan<byte> syntax)
    {
        id = 0;
        syntax = default;
        if (pdu.Length < at + 4 + SyntaxLength) return false;
        id = Number(pdu, at);
        syntax = pdu.Slice(at + 4, UuidLength);
        at += 4 + SyntaxLength + (SyntaxLength * pdu[at + 2]);
        return true;
    }

    private static Guid Service(ReadOnlySpan<byte> pdu, ReadOnlySpan<byte> syntax) => new(syntax, bigEndian: (pdu[4] & LittleEndianBit) == 0);

    private static int Number(ReadOnlySpan<byte> pdu, int at) =>
        (pdu[4] & LittleEndianBit) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(pdu[at..]) : BinaryPrimitives.ReadUInt16BigEndian(pdu[at..]);

    private static uint Code(ReadOnlySpan<byte> pdu) =>
        (pdu[4] & LittleEndianBit) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(pdu[24..]) : BinaryPrimitives.ReadUInt32BigEndian(pdu[24..]);
}
