using System.Buffers.Binary;

namespace NetThreat.Packets.Tls;

/// <summary>
/// JA3 and JA3S: MD5 of the decimal numbers of a hello in the order of the wire. Client: version, ciphers, extensions, groups, point formats,
/// without reserved values; server: version, cipher, extensions.
/// </summary>
internal static class Ja3
{
    public static string Of(in ClientHello hello)
    {
        var text = new FingerprintText();
        text.Decimal(hello.LegacyVersion);
        Numbers(ref text, hello.Ciphers, 2);
        Extensions(ref text, hello.Extensions);
        Numbers(ref text, TlsExtensions.List(TlsExtensions.Find(hello.Extensions, TlsExtensions.SupportedGroups, out _), 2), 2);
        Numbers(ref text, TlsExtensions.List(TlsExtensions.Find(hello.Extensions, TlsExtensions.EcPointFormats, out _), 1), 1);
        string hash = text.Md5();
        text.Dispose();
        return hash;
    }

    public static string Of(in ServerHello hello)
    {
        var text = new FingerprintText();
        text.Decimal(hello.LegacyVersion);
        text.Byte((byte)',');
        text.Decimal(hello.Cipher);
        Extensions(ref text, hello.Extensions);
        string hash = text.Md5();
        text.Dispose();
        return hash;
    }

    private static void Extensions(ref FingerprintText text, ReadOnlySpan<byte> block)
    {
        var walk = new TlsExtensions(block);
        byte separator = (byte)',';
        while (walk.Next()) Number(ref text, walk.Type, ref separator);
        if (separator == ',') text.Byte(separator);
    }

    private static void Numbers(ref FingerprintText text, ReadOnlySpan<byte> list, int width)
    {
        byte separator = (byte)',';
        for (; list.Length >= width; list = list[width..])
            Number(ref text, width == 1 ? list[0] : BinaryPrimitives.ReadUInt16BigEndian(list), ref separator);
        if (separator == ',') text.Byte(separator);
    }

    /// <summary>A comma stands before a field, a hyphen between its numbers.</summary>
    private static void Number(ref FingerprintText text, ushort value, ref byte separator)
    {
        if (TlsExtensions.IsGrease(value)) return;
        text.Byte(separator);
        text.Decimal(value);
        separator = (byte)'-';
    }
}
