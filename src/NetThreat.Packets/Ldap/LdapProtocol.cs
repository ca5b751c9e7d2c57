using NetThreat.Packets.Applications;
using NetThreat.Packets.Asn1;

namespace NetThreat.Packets.Ldap;

/// <summary>LDAP over TCP and, connectionless, over UDP (RFC 4511; [MS-ADTS] section 6.3.3).</summary>
internal sealed class LdapProtocol() : ApplicationProtocol("ldap", Carriers.Both, [389, 3268, 636],
    ["ldap.operation", "ldap.version", "ldap.bind_dn", "ldap.bind_auth", "ldap.bind_result", "ldap.base", "ldap.scope", "ldap.filter_attribute", "ldap.result", "ldap.tls", .. Ntlm.NtlmMessage.Facts], 8192)
{
    private const byte Sequence = 0x30, Integer = 0x02;

    public override Recognition Recognize(in Payload payload)
    {
        var outer = new BerReader(payload.Data);
        if (!outer.Next()) return payload.IsStream && payload.Data.Length < 8 && (payload.Data.IsEmpty || payload.Data[0] == Sequence) ? Recognition.NeedMore : Recognition.No;
        if (outer.Tag != Sequence || outer.Length < 5) return Recognition.No;
        if (!payload.IsStream && outer.HeaderLength + outer.Length != payload.WireLength) return Recognition.No;
        var message = outer.Inside();
        if (!message.Next(Integer)) return outer.IsCut && message.Tag is 0 or Integer ? Recognition.NeedMore : Recognition.No;
        if (message.Length is 0 or > 4 || message.Integer() < 0) return Recognition.No;
        if (!message.Next()) return outer.IsCut ? Recognition.NeedMore : Recognition.No;
        return LdapMessage.IsPlausible(message, payload.FromOriginator) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var reader = new BerReader(payload.Data);
        for (int end = 0; reader.Next();)
        {
            // Anything else means that the stream is now encrypted or wrapped by SASL.
            if (reader.Tag != Sequence) return false;
            if (reader.IsCut && payload.IsStream) return true;
            end += reader.HeaderLength + reader.Length;
            if (!payload.IsNew(end) && payload.IsStream) continue;
            var message = reader.Inside();
            if (message.Next(Integer) && message.Next() && !LdapMessage.Read(message, facts)) return false;
        }

        return true;
    }
}
