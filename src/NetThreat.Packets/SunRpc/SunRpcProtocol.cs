using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.SunRpc;

/// <summary>Open network computing's remote procedure calls (RFC 5531) over UDP and, behind record marks, TCP; one object per program with a name of its own.</summary>
internal sealed class SunRpcProtocol(string name, ushort[] ports, Predicate<uint> programs)
    : ApplicationProtocol(name, Carriers.Both, ports, ["sunrpc.program", "sunrpc.version", "sunrpc.procedure", "sunrpc.machine", "sunrpc.accept_state"])
{
    private const int CallLength = 40;

    private const uint Call = 0, Reply = 1, RpcVersion = 2, UnixCredentials = 1;

    public static SunRpcProtocol Portmap { get; } = new("portmap", [111], p => p == 100000);

    public static SunRpcProtocol Nfs { get; } = new("nfs", [2049], p => p is 100003 or 100227);

    public static SunRpcProtocol Mount { get; } = new("mount", [], p => p == 100005);

    public static SunRpcProtocol Others { get; } = new("sunrpc", [], p => p is > 100000 and < 100400 and not (100003 or 100005 or 100227) or 150001 or 390113 or 395183);

    public override Recognition Recognize(in Payload payload)
    {
        var call = Message(payload, payload.Client());
        if (payload.IsStream && call.Length < CallLength) return payload.Client().IsEmpty || (payload.Client()[0] & 0x80) != 0 ? Recognition.NeedMore : Recognition.No;
        return IsCall(call) && programs(Program(call)) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (payload.IsStream && payload.Seen > 0) return false;
        var message = Message(payload, payload.Data);
        if (message.Length < 24) return !payload.IsStream || payload.Data.Length < 64;
        if (payload.FromOriginator && IsCall(message)) Calls(message, facts);
        else if (BinaryPrimitives.ReadUInt32BigEndian(message[4..]) == Reply) facts.Text("sunrpc.accept_state", BinaryPrimitives.ReadUInt32BigEndian(message[8..]) == 0 ? "accepted" : "denied");
        return !payload.IsStream;
    }

    private static uint Program(ReadOnlySpan<byte> call) => BinaryPrimitives.ReadUInt32BigEndian(call[12..]);

    private static ReadOnlySpan<byte> Message(in Payload payload, ReadOnlySpan<byte> data)
    {
        if (!payload.IsStream) return data;
        // Last fragment, and a length of 31 bits.
        return data.Length > 4 && (data[0] & 0x80) != 0 && data[0] == 0x80 ? data[4..] : default;
    }

    private static bool IsCall(ReadOnlySpan<byte> m)
    {
        if (m.Length < CallLength) return false;
        return BinaryPrimitives.ReadUInt32BigEndian(m[4..]) == Call && BinaryPrimitives.ReadUInt32BigEndian(m[8..]) == RpcVersion
            && BinaryPrimitives.ReadUInt32BigEndian(m[16..]) <= 100 && BinaryPrimitives.ReadUInt32BigEndian(m[20..]) <= 100 && BinaryPrimitives.ReadUInt32BigEndian(m[28..]) <= 400;
    }

    private static void Calls(ReadOnlySpan<byte> call, IFactSink facts)
    {
        facts.Text("sunrpc.program", ProgramName(Program(call)));
        facts.Number("sunrpc.version", BinaryPrimitives.ReadUInt32BigEndian(call[16..]));
        facts.Number("sunrpc.procedure", BinaryPrimitives.ReadUInt32BigEndian(call[20..]));
        if (BinaryPrimitives.ReadUInt32BigEndian(call[24..]) != UnixCredentials) return;
        var reader = new ByteReader(call[32..]);
        reader.U32();
        uint length = reader.U32();
        if (length is > 0 and <= 255) facts.Value("sunrpc.machine", reader.Take((int)length));
    }

    private static string ProgramName(uint program) => program switch
    {
        100000 => "portmap",
        100001 => "rstatd",
        100002 => "rusersd",
        100003 => "nfs",
        100004 => "ypserv",
        100005 => "mountd",
        100007 => "ypbind",
        100008 => "walld",
        100009 => "yppasswdd",
        100011 => "rquotad",
        100021 => "nlockmgr",
        100024 => "status",
        100083 => "ttdbserverd",
        100227 => "nfs_acl",
        150001 => "pcnfsd",
        _ => program.ToString(CultureInfo.InvariantCulture),
    };
}
