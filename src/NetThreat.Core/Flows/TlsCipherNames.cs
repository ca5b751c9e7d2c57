using System.Collections.Frozen;
using System.Net.Security;

namespace NetThreat.Core.Flows;

/// <summary>IANA's names of cipher suites: those that the framework lists, and those that only old drafts had.</summary>
internal static class TlsCipherNames
{
    private static readonly FrozenDictionary<ushort, string> Names = Make().ToFrozenDictionary();

    public static string? Of(ushort cipher) => Names.GetValueOrDefault(cipher);

    private static Dictionary<ushort, string> Make()
    {
        var names = new Dictionary<ushort, string>
        {
            [0xCC13] = "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            [0xCC14] = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            [0xCC15] = "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
        };
        foreach (var cipher in Enum.GetValues<TlsCipherSuite>()) names.TryAdd((ushort)cipher, cipher.ToString());
        return names;
    }
}
