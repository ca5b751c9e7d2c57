using System.Buffers.Binary;
using NetThreat.Packets.Applications;
using NetThreat.Packets.DceRpc;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.Smb;

/// <summary>One message of SMB 1 ([MS-CIFS] section 2.2): header of 32 bytes, words, bytes.</summary>
internal static class Smb1Message
{
    private const byte Negotiate = 0x72, SessionSetup = 0x73, TreeConnect = 0x75, CreateAndX = 0xA2, OpenAndX = 0x2D, Delete = 0x06, Rename = 0x07, Transaction = 0x25, WriteAndX = 0x2F;

    private const int HeaderLength = 32, Unicode = 0x8000, NtStatus = 0x4000;

    public static void Read(ReadOnlySpan<byte> message, SmbPipes pipes, IFactSink facts)
    {
        if (message.Length <= HeaderLength) return;
        byte command = message[4];
        bool reply = (message[9] & 0x80) != 0;
        int flags2 = BinaryPrimitives.ReadUInt16LittleEndian(message[10..]);
        uint status = BinaryPrimitives.ReadUInt32LittleEndian(message[5..]);
        int words = message[HeaderLength] * 2;
        int data = HeaderLength + 1 + words + 2;
        if (message.Length < data) return;
        if (!reply) facts.Text("smb.command", Name(command));
        else if ((flags2 & NtStatus) != 0 && status is not (0 or SmbStatus.MoreProcessing)) facts.Text("smb.status", SmbStatus.Name(status));
        if (command == SessionSetup && reply && status != SmbStatus.MoreProcessing) facts.Text("smb.auth_result", status == 0 ? "success" : "failed");
        if (command is SessionSetup) NtlmMessage.Read(message[data..], facts);
        var parameters = message.Slice(HeaderLength + 1, words);
        if (!reply) Request(command, message, parameters, message[data..], data, (flags2 & Unicode) != 0, pipes, facts);
        else if (command == Negotiate && words == 34) facts.Text("smb.dialect", "NT LM 0.12");
        else if (command is Transaction) Pipe(message, pipes, facts);
    }

    private static void Request(byte command, ReadOnlySpan<byte> message, ReadOnlySpan<byte> words, ReadOnlySpan<byte> data, int offset, bool unicode, SmbPipes pipes, IFactSink facts)
    {
        switch (command)
        {
            case TreeConnect when words.Length >= 8:
                int password = BinaryPrimitives.ReadUInt16LittleEndian(words[6..]);
                if (password <= data.Length) String("smb.path", data[password..], offset + password, unicode, facts);
                break;
            case CreateAndX or OpenAndX:
                String("smb.file", data, offset, unicode, facts);
                break;
            // A buffer format byte stands before the name.
            case Delete or Rename when data.Length > 1:
                String("smb.file", data[1..], offset + 1, unicode, facts);
                break;
            case Transaction or WriteAndX:
                Pipe(message, pipes, facts);
                break;
            default:
                break;
        }
    }

    /// <summary>Unicode strings are aligned to two bytes from the header's beginning.</summary>
    private static void String(string name, ReadOnlySpan<byte> data, int offset, bool unicode, IFactSink facts)
    {
        if (!unicode)
        {
            facts.Value(name, data.Before((byte)0));
            return;
        }

        if ((offset & 1) != 0) data = data[Math.Min(1, data.Length)..];
        int end = 0;
        while (end + 1 < data.Length && (data[end] | data[end + 1]) != 0) end += 2;
        facts.Utf16(name, data[..end]);
    }

    /// <summary>A call through a pipe: its header is found behind the words, whose layout depends on the kind of transaction.</summary>
    private static void Pipe(ReadOnlySpan<byte> message, SmbPipes pipes, IFactSink facts)
    {
        for (int at = HeaderLength; at + DceRpcStream.HeaderLength <= message.Length && at < HeaderLength + 96; at++)
        {
            var pdu = message[at..];
            if (!DceRpcStream.IsHeader(pdu) || DceRpcStream.FragmentLength(pdu) > pdu.Length) continue;
            pipes.Read(0, pdu[..DceRpcStream.FragmentLength(pdu)], facts);
            return;
        }
    }

    private static string Name(byte command) => command switch
    {
        Negotiate => "negotiate",
        SessionSetup => "session_setup",
        0x74 => "logoff",
        TreeConnect => "tree_connect",
        0x71 => "tree_disconnect",
        CreateAndX => "create",
        OpenAndX => "open",
        0x04 => "close",
        0x2E => "read",
        WriteAndX => "write",
        Delete => "delete",
        Rename => "rename",
        Transaction => "transaction",
        0x32 => "transaction2",
        0xA0 => "nt_transact",
        0x2B => "echo",
        _ => "other",
    };
}
