using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using NetThreat.Core.Flows;

namespace NetThreat.Packets.Tls;

/// <summary>
/// FoxIO's JA4 of a client's hello: transport, version, whether there is a server name, numbers of ciphers and extensions, first ALPN value;
/// then hashes of the sorted ciphers, and of the sorted extensions with the signature algorithms. Reserved values (RFC 8701) do not count.
/// </summary>
internal static class Ja4
{
    private const string NoHash = "000000000000";

    public static string Of(in ClientHello hello, TlsTransport transport)
    {
        ushort[] values = ArrayPool<ushort>.Shared.Rent(Math.Max(1, Math.Max(hello.Ciphers.Length / 2, hello.Extensions.Length / 4)));
        var text = new FingerprintText();
        int ciphers = Ciphers(hello.Ciphers, values);
        string cipherHash = Hash(ref text, values.AsSpan(0, ciphers), default);
        int extensions = Extensions(hello.Extensions, values, out bool named, out int hashed);
        var algorithms = TlsExtensions.List(TlsExtensions.Find(hello.Extensions, TlsExtensions.SignatureAlgorithms, out _), 2);
        string extensionHash = extensions == 0 ? NoHash : Hash(ref text, values.AsSpan(0, hashed), algorithms);
        text.Dispose();
        ArrayPool<ushort>.Shared.Return(values);
        char kind = transport switch { TlsTransport.Quic => 'q', TlsTransport.Dtls => 'd', _ => 't' };
        return string.Create(CultureInfo.InvariantCulture,
            $"{kind}{Version(hello.HighestVersion())}{(named ? 'd' : 'i')}{Math.Min(ciphers, 99):D2}{Math.Min(extensions, 99):D2}{Alpn(hello.Alpn())}_{cipherHash}_{extensionHash}");
    }

    private static string Version(ushort version) => version switch
    {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        0x0002 => "s2",
        0xFEFF => "d1",
        0xFEFD => "d2",
        0xFEFC => "d3",
        _ => "00",
    };

    /// <summary>First and last character of the first value; of its hexadecimal form where either is not alphanumeric.</summary>
    private static string Alpn(ReadOnlySpan<byte> names)
    {
        var first = TlsExtensions.List(names, 1);
        if (first.IsEmpty) return "00";
        char a = (char)first[0], b = (char)first[^1];
        if (char.IsAsciiLetterOrDigit(a) && char.IsAsciiLetterOrDigit(b)) return $"{a}{b}";
        return $"{"0123456789abcdef"[first[0] >> 4]}{"0123456789abcdef"[first[^1] & 15]}";
    }

    private static int Ciphers(ReadOnlySpan<byte> list, ushort[] values)
    {
        int n = 0;
        for (; list.Length >= 2; list = list[2..])
        {
            ushort cipher = BinaryPrimitives.ReadUInt16BigEndian(list);
            if (!TlsExtensions.IsGrease(cipher)) values[n++] = cipher;
        }

        return n;
    }

    /// <returns>All extensions; <paramref name="hashed"/> are those in <paramref name="values"/>, without server name and ALPN, which the first part tells.</returns>
    private static int Extensions(ReadOnlySpan<byte> block, ushort[] values, out bool named, out int hashed)
    {
        var walk = new TlsExtensions(block);
        int n = 0;
        hashed = 0;
        named = false;
        while (walk.Next())
        {
            if (TlsExtensions.IsGrease(walk.Type)) continue;
            n++;
            named |= walk.Type == TlsExtensions.ServerName;
            if (walk.Type is not (TlsExtensions.ServerName or TlsExtensions.Alpn)) values[hashed++] = walk.Type;
        }

        return n;
    }

    private static string Hash(ref FingerprintText text, Span<ushort> values, ReadOnlySpan<byte> algorithms)
    {
        if (values.IsEmpty && algorithms.IsEmpty) return NoHash;
        text.Clear();
        values.Sort();
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Byte((byte)',');
            text.Hex(values[i]);
        }

        byte separator = (byte)'_';
        for (; algorithms.Length >= 2; algorithms = algorithms[2..])
        {
            ushort algorithm = BinaryPrimitives.ReadUInt16BigEndian(algorithms);
            if (TlsExtensions.IsGrease(algorithm)) continue;
            text.Byte(separator);
            text.Hex(algorithm);
            separator = (byte)',';
        }

        return text.Sha256Prefix();
    }
}
