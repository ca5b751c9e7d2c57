using System.Buffers.Binary;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Ntlm;

/// <summary>NTLM authentication ([MS-NLMP]) wherever it is carried: SMB, DCE/RPC, LDAP, HTTP. Hashes and challenges are not kept.</summary>
internal static class NtlmMessage
{
    public static readonly string[] Facts = ["ntlm.username", "ntlm.domainname", "ntlm.hostname", "ntlm.server_name", "ntlm.server_domain"];

    private const int Unicode = 1, UnicodeFlagOffsetAuthenticate = 60, UnicodeFlagOffsetChallenge = 20;

    /// <summary>Finds a message in a security blob and reads who authenticates, or who asks for it.</summary>
    public static void Read(ReadOnlySpan<byte> blob, IFactSink facts)
    {
        int at = blob.IndexOf("NTLMSSP\0"u8);
        if (at < 0 || blob.Length - at < 12) return;
        var message = blob[at..];
        uint type = BinaryPrimitives.ReadUInt32LittleEndian(message[8..]);
        if (type == 3) Authenticate(message, facts);
        else if (type == 2) Challenge(message, facts);
    }

    private static void Authenticate(ReadOnlySpan<byte> message, IFactSink facts)
    {
        bool unicode = message.Length < UnicodeFlagOffsetAuthenticate + 4 || (message[UnicodeFlagOffsetAuthenticate] & Unicode) != 0;
        Field(message, 28, unicode, "ntlm.domainname", facts);
        Field(message, 36, unicode, "ntlm.username", facts);
        Field(message, 44, unicode, "ntlm.hostname", facts);
    }

    /// <summary>The names in the target information: AV pairs 1 (computer) and 2 (domain), always Unicode.</summary>
    private static void Challenge(ReadOnlySpan<byte> message, IFactSink facts)
    {
        if (message.Length < UnicodeFlagOffsetChallenge + 28) return;
        var reader = new ByteReader(Slice(message, 40));
        for (int n = 0; n < 16 && reader.Remaining >= 4; n++)
        {
            ushort id = reader.U16Little();
            var value = reader.Take(reader.U16Little());
            if (id == 0 || reader.Failed) return;
            if (id == 1) facts.Utf16("ntlm.server_name", value);
            else if (id == 2) facts.Utf16("ntlm.server_domain", value);
        }
    }

    private static void Field(ReadOnlySpan<byte> message, int at, bool unicode, string name, IFactSink facts)
    {
        var value = Slice(message, at);
        if (unicode) facts.Utf16(name, value);
        else facts.Value(name, value);
    }

    /// <summary>A field's length, maximum length and offset (section 2.2.1.3), as the part of the message it names.</summary>
    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> message, int at)
    {
        if (message.Length < at + 8) return default;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(message[at..]);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(message[(at + 4)..]);
        return offset <= (uint)message.Length && length <= message.Length - (int)offset ? message.Slice((int)offset, length) : default;
    }
}
