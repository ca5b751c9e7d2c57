using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.Smb;

/// <summary>Messages of SMB 2 and 3 ([MS-SMB2] section 2.2), several of which may be chained in a frame.</summary>
internal static class Smb2Message
{
    private const int HeaderLength = 64, MaxChain = 16;

    private const ushort Negotiate = 0, SessionSetup = 1, TreeConnect = 3, Create = 5, Read_ = 8, Write = 9, IoControl = 11;

    private static readonly string[] Commands =
    [
        "negotiate", "session_setup", "logoff", "tree_connect", "tree_disconnect", "create", "close", "flush", "read", "write", "lock", "ioctl", "cancel", "echo",
        "query_directory", "change_notify", "query_info", "set_info", "oplock_break",
    ];

    public static void ReadChain(ReadOnlySpan<byte> frame, SmbPipes pipes, IFactSink facts)
    {
        for (int n = 0; n < MaxChain && frame.Length > HeaderLength + 2 && frame[0] == 0xFE; n++)
        {
            Read(frame, pipes, facts);
            uint next = BinaryPrimitives.ReadUInt32LittleEndian(frame[20..]);
            if (next < HeaderLength || next >= (uint)frame.Length) return;
            frame = frame[(int)next..];
        }
    }

    private static void Read(ReadOnlySpan<byte> message, SmbPipes pipes, IFactSink facts)
    {
        ushort command = BinaryPrimitives.ReadUInt16LittleEndian(message[12..]);
        uint status = BinaryPrimitives.ReadUInt32LittleEndian(message[8..]);
        bool reply = (message[16] & 1) != 0;
        var body = message[HeaderLength..];
        if (command >= Commands.Length) return;
        if (reply) Reply(command, status, message, body, pipes, facts);
        else Request(command, message, body, pipes, facts);
        if (command == SessionSetup) NtlmMessage.Read(body, facts);
    }

    private static void Request(ushort command, ReadOnlySpan<byte> message, ReadOnlySpan<byte> body, SmbPipes pipes, IFactSink facts)
    {
        if (command == Negotiate) facts.Text("smb.version", "SMB2");
        facts.Text("smb.command", Commands[command]);
        switch (command)
        {
            case TreeConnect when body.Length >= 8: facts.Utf16("smb.path", Buffer(message, Short(body, 4), Short(body, 6))); break;
            case Create when body.Length >= 48: facts.Utf16("smb.file", Buffer(message, Short(body, 44), Short(body, 46))); break;
            case Write when body.Length >= 32: pipes.Read(File(body, 16), Buffer(message, Short(body, 2), Long(body, 4)), facts); break;
            case IoControl when body.Length >= 32: pipes.Read(File(body, 8), Buffer(message, Long(body, 24), Long(body, 28)), facts); break;
            default: break;
        }
    }

    private static void Reply(ushort command, uint status, ReadOnlySpan<byte> message, ReadOnlySpan<byte> body, SmbPipes pipes, IFactSink facts)
    {
        if (status is not (0 or SmbStatus.MoreProcessing or SmbStatus.Pending or SmbStatus.NoMoreFiles)) facts.Text("smb.status", SmbStatus.Name(status));
        switch (command)
        {
            case Negotiate when body.Length >= 6: facts.Text("smb.dialect", Dialect(Short(body, 4))); break;
            case SessionSetup when status is not (SmbStatus.MoreProcessing or SmbStatus.Pending): facts.Text("smb.auth_result", status == 0 ? "success" : "failed"); break;
            case Read_ when body.Length >= 8: pipes.Read(0, Buffer(message, body[2], Long(body, 4)), facts); break;
            case IoControl when body.Length >= 40: pipes.Read(0, Buffer(message, Long(body, 32), Long(body, 36)), facts); break;
            default: break;
        }
    }

    /// <summary>The part of a file's id that the server keeps for the session.</summary>
    private static ulong File(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadUInt64LittleEndian(body[(at + 8)..]);

    private static ReadOnlySpan<byte> Buffer(ReadOnlySpan<byte> message, uint offset, uint length) =>
        offset <= (uint)message.Length && length <= (uint)message.Length - offset ? message.Slice((int)offset, (int)length) : default;

    private static ushort Short(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);

    private static uint Long(ReadOnlySpan<byte> body, int at) => BinaryPrimitives.ReadUInt32LittleEndian(body[at..]);

    private static string Dialect(ushort revision) => revision switch
    {
        0x0202 => "2.0.2",
        0x0210 => "2.1",
        0x0300 => "3.0",
        0x0302 => "3.0.2",
        0x0311 => "3.1.1",
        0x02FF => "2.???",
        _ => "0x" + revision.ToString("x4", CultureInfo.InvariantCulture),
    };
}
