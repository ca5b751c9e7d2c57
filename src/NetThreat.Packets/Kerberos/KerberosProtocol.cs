using System.Buffers.Binary;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Asn1;

namespace NetThreat.Packets.Kerberos;

/// <summary>Kerberos 5 (RFC 4120) between clients and the key distribution centre, over UDP or with a length over TCP (section 7.2).</summary>
internal sealed class KerberosProtocol() : ApplicationProtocol("krb", Carriers.Both, [88],
    ["krb.request_type", "krb.client", "krb.service", "krb.offered_cipher", "krb.cipher", "krb.preauth", "krb.error_code"], 8192)
{
    public override Recognition Recognize(in Payload payload)
    {
        if (payload.IsStream && payload.Data.Length < 16) return payload.Data.IsEmpty || payload.Data[0] == 0 ? Recognition.NeedMore : Recognition.No;
        var data = payload.Data;
        int length = payload.WireLength;
        if (payload.IsStream)
        {
            length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(data), int.MaxValue);
            data = data[4..];
        }

        var message = new BerReader(data);
        if (!message.Next() || message.Tag is not (0x6A or 0x6B or 0x6C or 0x6D or 0x7E) || message.HeaderLength + message.Length != length) return Recognition.No;
        var sequence = message.Inside();
        if (!sequence.Next(0x30)) return Recognition.No;
        var fields = sequence.Inside();
        // pvno stands first: [1] in requests, [0] in replies, and is 5.
        if (!fields.Next(message.Tag is 0x6A or 0x6C ? (byte)0xA1 : (byte)0xA0)) return Recognition.No;
        var version = fields.Inside();
        return version.Next(0x02) && version.Integer() == 5 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.IsStream)
        {
            KerberosMessage.Read(payload.Data, facts);
            return true;
        }

        var data = payload.Data;
        for (int at = 0; at + 4 <= data.Length;)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
            if (length > 1 << 20) return false;
            at += 4;
            if (data.Length - at < length) return true;
            if (payload.IsNew(at + (int)length)) KerberosMessage.Read(data.Slice(at, (int)length), facts);
            at += (int)length;
        }

        return true;
    }
}
