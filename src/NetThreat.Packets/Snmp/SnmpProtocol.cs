using NetThreat.Packets.Applications;
using NetThreat.Packets.Asn1;

namespace NetThreat.Packets.Snmp;

/// <summary>
/// SNMP versions 1, 2c (RFC 1157, RFC 3416) and 3 (RFC 3412). A community is a password: only whether it is one of the two that
/// devices come with is told.
/// </summary>
internal sealed class SnmpProtocol() : ApplicationProtocol("snmp", Carriers.Udp, [161, 162],
    ["snmp.version", "snmp.community", "snmp.pdu", "snmp.user", "snmp.max_repetitions"])
{
    private const byte Sequence = 0x30, Integer = 0x02, OctetString = 0x04;

    private static readonly string[] Pdus = ["get", "get_next", "response", "set", "trap", "get_bulk", "inform", "trap_v2", "report"];

    public override Recognition Recognize(in Payload payload)
    {
        var outer = new BerReader(payload.Data);
        if (!outer.Next(Sequence) || outer.HeaderLength + outer.Length != payload.WireLength) return Recognition.No;
        var inner = outer.Inside();
        if (!inner.Next(Integer) || inner.Length != 1) return Recognition.No;
        long version = inner.Integer();
        if (!inner.Next()) return Recognition.No;
        if (version == 3) return inner.Tag == Sequence && inner.Length >= 10 ? Recognition.Yes : Recognition.No;
        if (version is not (0 or 1) || inner.Tag != OctetString || inner.IsCut) return Recognition.No;
        return inner.Next() && inner.Tag is >= 0xA0 and <= 0xA8 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var outer = new BerReader(payload.Data);
        if (!outer.Next(Sequence)) return true;
        var inner = outer.Inside();
        if (!inner.Next(Integer)) return true;
        long version = inner.Integer();
        facts.Text("snmp.version", version switch { 0 => "1", 1 => "2c", 3 => "3", _ => "other" });
        if (version == 3)
        {
            User(inner, facts);
            return true;
        }

        if (!inner.Next(OctetString)) return true;
        facts.Text("snmp.community", inner.Value.SequenceEqual("public"u8) ? "public" : inner.Value.SequenceEqual("private"u8) ? "private" : inner.Value.IsEmpty ? "empty" : "other");
        if (!inner.Next() || inner.Tag is < 0xA0 or > 0xA8) return true;
        facts.Text("snmp.pdu", Pdus[inner.Tag - 0xA0]);
        if (inner.Tag == 0xA5) Bulk(inner.Inside(), facts);
        return true;
    }

    private static void Bulk(BerReader pdu, IFactSink facts)
    {
        if (pdu.Next(Integer) && pdu.Next(Integer) && pdu.Next(Integer)) facts.Number("snmp.max_repetitions", pdu.Integer());
    }

    /// <summary>The user of the security model (RFC 3414 section 2.4), behind the engine's id, boots and time.</summary>
    private static void User(BerReader message, IFactSink facts)
    {
        if (!message.Next(Sequence) || !message.Next(OctetString)) return;
        var parameters = message.Inside();
        if (!parameters.Next(Sequence)) return;
        var fields = parameters.Inside();
        if (fields.Next(OctetString) && fields.Next(Integer) && fields.Next(Integer) && fields.Next(OctetString)) facts.Value("snmp.user", fields.Value);
    }
}
