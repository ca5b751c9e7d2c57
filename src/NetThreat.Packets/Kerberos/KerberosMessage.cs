using System.Text;
using NetThreat.Packets.Applications;
using NetThreat.Packets.Asn1;

namespace NetThreat.Packets.Kerberos;

/// <summary>Fields of AS, TGS and error messages (RFC 4120 sections 5.4 and 5.9). Context tag n is the byte 0xA0 + n.</summary>
internal static class KerberosMessage
{
    private const byte AsRequest = 0x6A, AsReply = 0x6B, TgsRequest = 0x6C, TgsReply = 0x6D, Error = 0x7E;

    private const int MaxCiphers = 12, MaxNameParts = 4;

    public static void Read(ReadOnlySpan<byte> data, IFactSink facts)
    {
        var message = new BerReader(data);
        if (!message.Next()) return;
        byte type = message.Tag;
        var sequence = message.Inside();
        if (!sequence.Next(0x30)) return;
        var fields = sequence.Inside();
        if (type is AsRequest or TgsRequest) Request(fields, type == AsRequest, facts);
        else if (type is AsReply or TgsReply) Reply(fields, facts);
        else if (type == Error) Failure(fields, facts);
    }

    private static void Request(BerReader fields, bool initial, IFactSink facts)
    {
        facts.Text("krb.request_type", initial ? "AS" : "TGS");
        while (fields.Next())
        {
            if (fields.Tag == 0xA3 && initial) Preauthentication(fields.Inside(), facts);
            if (fields.Tag != 0xA4) continue;
            var body = fields.Inside();
            if (body.Next(0x30)) Body(body.Inside(), facts);
        }
    }

    private static void Body(BerReader body, IFactSink facts)
    {
        string client = "", service = "", realm = "";
        while (body.Next())
        {
            if (body.Tag == 0xA1) client = Principal(body.Inside());
            else if (body.Tag == 0xA2) realm = Text(body.Inside());
            else if (body.Tag == 0xA3) service = Principal(body.Inside());
            else if (body.Tag == 0xA8) Ciphers(body.Inside(), facts);
        }

        if (client.Length > 0) Give("krb.client", client + "/" + realm, facts);
        Give("krb.service", service, facts);
    }

    private static void Reply(BerReader fields, IFactSink facts)
    {
        string realm = "";
        while (fields.Next())
        {
            if (fields.Tag == 0xA3) realm = Text(fields.Inside());
            else if (fields.Tag == 0xA4) Give("krb.client", Principal(fields.Inside()) + "/" + realm, facts);
            else if (fields.Tag == 0xA5) Ticket(fields.Inside(), facts);
        }
    }

    /// <summary>The ticket's own cipher: RC4 tickets of services are what Kerberoasting asks for.</summary>
    private static void Ticket(BerReader field, IFactSink facts)
    {
        if (!field.Next(0x61)) return;
        var application = field.Inside();
        if (!application.Next(0x30)) return;
        var ticket = application.Inside();
        while (ticket.Next())
        {
            if (ticket.Tag == 0xA2) Give("krb.service", Principal(ticket.Inside()), facts);
            if (ticket.Tag != 0xA3) continue;
            var part = ticket.Inside();
            if (!part.Next(0x30)) return;
            var encrypted = part.Inside();
            if (!encrypted.Next(0xA0)) return;
            var cipher = encrypted.Inside();
            if (cipher.Next(0x02)) facts.Text("krb.cipher", CipherName(cipher.Integer()));
        }
    }

    private static void Failure(BerReader fields, IFactSink facts)
    {
        string client = "", realm = "";
        while (fields.Next())
        {
            var value = fields.Inside();
            if (fields.Tag == 0xA6 && value.Next(0x02)) facts.Text("krb.error_code", KerberosError.Name(value.Integer()));
            else if (fields.Tag == 0xA7) realm = Text(fields.Inside());
            else if (fields.Tag == 0xA8) client = Principal(fields.Inside());
            else if (fields.Tag == 0xAA) Give("krb.service", Principal(fields.Inside()), facts);
        }

        if (client.Length > 0) Give("krb.client", client + "/" + realm, facts);
    }

    /// <summary>PA-ENC-TIMESTAMP (2) or PKINIT (16): the client proves itself; without, its reply can be cracked offline.</summary>
    private static void Preauthentication(BerReader field, IFactSink facts)
    {
        if (!field.Next(0x30)) return;
        var list = field.Inside();
        while (list.Next(0x30))
        {
            var data = list.Inside();
            if (!data.Next(0xA1)) continue;
            var type = data.Inside();
            if (type.Next(0x02) && type.Integer() is 2 or 16 or 138) facts.Text("krb.preauth", "T");
        }
    }

    private static void Ciphers(BerReader field, IFactSink facts)
    {
        if (!field.Next(0x30)) return;
        var list = field.Inside();
        for (int n = 0; n < MaxCiphers && list.Next(0x02); n++) facts.Text("krb.offered_cipher", CipherName(list.Integer()));
    }

    private static string Principal(BerReader field)
    {
        if (!field.Next(0x30)) return "";
        var name = field.Inside();
        if (!name.Next(0xA0) || !name.Next(0xA1)) return "";
        var strings = name.Inside();
        if (!strings.Next(0x30)) return "";
        var parts = strings.Inside();
        var text = new StringBuilder();
        for (int n = 0; n < MaxNameParts && parts.Next(); n++) text.Append(n > 0 ? "/" : "").Append(Printable(parts.Value));
        return text.ToString();
    }

    private static string Text(BerReader field) => field.Next() ? Printable(field.Value) : "";

    private static string Printable(ReadOnlySpan<byte> value) => Encoding.UTF8.GetString(value[..Math.Min(value.Length, 64)]);

    private static void Give(string name, string value, IFactSink facts)
    {
        if (value.Length > 0) facts.Value(name, Encoding.UTF8.GetBytes(value));
    }

    private static string CipherName(long type) => type switch
    {
        1 => "des-cbc-crc",
        2 => "des-cbc-md4",
        3 => "des-cbc-md5",
        5 or 7 or 16 => "des3-cbc",
        17 => "aes128-cts-hmac-sha1-96",
        18 => "aes256-cts-hmac-sha1-96",
        19 => "aes128-cts-hmac-sha256-128",
        20 => "aes256-cts-hmac-sha384-192",
        23 => "rc4-hmac",
        24 or -135 => "rc4-hmac-exp",
        -128 or -133 => "rc4-old",
        _ => "other",
    };
}
