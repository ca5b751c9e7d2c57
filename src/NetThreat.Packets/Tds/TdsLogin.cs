using System.Buffers.Binary;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.Tds;

/// <summary>LOGIN7 ([MS-TDS] section 2.2.6.4): offsets and lengths in characters of UTF-16, from byte 36 on. The password is passed over.</summary>
internal static class TdsLogin
{
    private static readonly (int At, string Name)[] Fields =
        [(36, "tds.client_host"), (40, "tds.user"), (48, "tds.application"), (52, "tds.server"), (60, "tds.library"), (68, "tds.database")];

    public static void Read(ReadOnlySpan<byte> login, IFactSink facts)
    {
        foreach (var (at, name) in Fields)
        {
            if (login.Length < at + 4) return;
            int offset = BinaryPrimitives.ReadUInt16LittleEndian(login[at..]), length = 2 * BinaryPrimitives.ReadUInt16LittleEndian(login[(at + 2)..]);
            if (offset + length <= login.Length) facts.Utf16(name, login.Slice(offset, length));
        }

        NtlmMessage.Read(login, facts);
    }
}
