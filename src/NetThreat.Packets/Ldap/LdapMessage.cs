using NetThreat.Packets.Applications;
using NetThreat.Packets.Asn1;
using NetThreat.Packets.Ntlm;

namespace NetThreat.Packets.Ldap;

/// <summary>One operation of an LDAP message (RFC 4511 section 4).</summary>
internal static class LdapMessage
{
    private const byte BindRequest = 0x60, BindResponse = 0x61, Unbind = 0x42, Search = 0x63, SearchEntry = 0x64, SearchDone = 0x65, Delete = 0x4A, Abandon = 0x50,
        Reference = 0x73, Extended = 0x77, ExtendedResponse = 0x78, Integer = 0x02, OctetString = 0x04, Enumerated = 0x0A, Sasl = 0xA3, Simple = 0x80;

    public static bool IsPlausible(BerReader operation, bool request)
    {
        var inner = operation.Inside();
        switch (operation.Tag)
        {
            case BindRequest: return request && inner.Next(Integer) && inner.Integer() is 2 or 3 && inner.Next(OctetString);
            case BindResponse or SearchDone or 0x67 or 0x69 or 0x6B or 0x6D or 0x6F or ExtendedResponse:
                return !request && inner.Next(Enumerated) && inner.Length == 1 && inner.Integer() <= 90 && inner.Next(OctetString);
            case Search: return request && inner.Next(OctetString) && inner.Next(Enumerated) && inner.Integer() <= 3 && inner.Next(Enumerated) && inner.Integer() <= 3;
            case SearchEntry: return !request && inner.Next(OctetString) && inner.Next() && inner.Tag == 0x30;
            case Extended: return request && inner.Next(0x80) && inner.Value.StartsWith("1."u8);
            case Reference: return !request && inner.Next(OctetString) && inner.Value.StartsWith("ldap"u8);
            case Unbind: return request && operation.Length == 0;
            default: return false;
        }
    }

    /// <returns>False when encryption begins.</returns>
    public static bool Read(BerReader operation, IFactSink facts)
    {
        if (Name(operation.Tag) is { } name) facts.Text("ldap.operation", name);
        var inner = operation.Inside();
        switch (operation.Tag)
        {
            case BindRequest: Bind(inner, facts); break;
            case BindResponse: BindResult(inner, facts); break;
            case Search: SearchFor(inner, facts); break;
            case SearchDone or 0x67 or 0x69 or 0x6B or 0x6D when inner.Next(Enumerated) && inner.Integer() > 0: facts.Number("ldap.result", inner.Integer()); break;
            // StartTLS (RFC 4511 section 4.14).
            case Extended when inner.Next(0x80) && inner.Value.SequenceEqual("1.3.6.1.4.1.1466.20037"u8): facts.Text("ldap.tls", "T"); return false;
            default: break;
        }

        return true;
    }

    private static void Bind(BerReader inner, IFactSink facts)
    {
        if (!inner.Next(Integer)) return;
        facts.Number("ldap.version", inner.Integer());
        if (!inner.Next(OctetString)) return;
        facts.Value("ldap.bind_dn", inner.Value);
        if (!inner.Next()) return;
        if (inner.Tag == Simple)
        {
            facts.Text("ldap.bind_auth", inner.Length == 0 ? "anonymous" : "simple");
            return;
        }

        if (inner.Tag != Sasl) return;
        var sasl = inner.Inside();
        if (!sasl.Next(OctetString)) return;
        facts.Value("ldap.bind_auth", sasl.Value);
        NtlmMessage.Read(inner.Value, facts);
    }

    private static void BindResult(BerReader inner, IFactSink facts)
    {
        var all = inner;
        if (!inner.Next(Enumerated)) return;
        facts.Text("ldap.bind_result", inner.Integer() switch { 0 => "success", 14 => "saslBindInProgress", 49 => "invalidCredentials", 8 => "strongerAuthRequired", _ => "other" });
        while (all.Next())
            if (all.Tag == 0x87) NtlmMessage.Read(all.Value, facts);
    }

    private static void SearchFor(BerReader inner, IFactSink facts)
    {
        if (!inner.Next(OctetString)) return;
        facts.Value("ldap.base", inner.Value);
        if (!inner.Next(Enumerated)) return;
        facts.Text("ldap.scope", inner.Integer() switch { 0 => "base", 1 => "single", 2 => "tree", _ => "other" });
        if (!inner.Next(Enumerated) || !inner.Next(Integer) || !inner.Next(Integer) || !inner.Next(0x01) || !inner.Next()) return;
        // The attribute that the filter's first comparison is about tells what is looked for (servicePrincipalName, userAccountControl …).
        for (int depth = 0; depth < 8 && inner.Tag is 0xA0 or 0xA1 or 0xA2; depth++)
        {
            inner = inner.Inside();
            if (!inner.Next()) return;
        }

        if (inner.Tag == 0x87) facts.Value("ldap.filter_attribute", inner.Value);
        var comparison = inner.Inside();
        if (inner.Tag is >= 0xA3 and <= 0xA8 && comparison.Next(OctetString)) facts.Value("ldap.filter_attribute", comparison.Value);
    }

    private static string? Name(byte tag) => tag switch
    {
        BindRequest => "bind",
        Unbind => "unbind",
        Search => "search",
        0x66 => "modify",
        0x68 => "add",
        Delete => "delete",
        0x6C => "modify_dn",
        0x6E => "compare",
        Abandon => "abandon",
        Extended => "extended",
        _ => null,
    };
}
