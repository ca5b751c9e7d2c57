using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Zabbix;

/// <summary>Zabbix agents, proxies and servers: a header of five bytes, a length, and JSON or a key.</summary>
internal sealed class ZabbixProtocol() : ApplicationProtocol("zabbix", Carriers.Tcp, [10050, 10051], ["zabbix.request", "zabbix.host"])
{
    private const int HeaderLength = 13;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        if (data.Length < 5) return "ZBXD"u8.StartsWith(data[..Math.Min(4, data.Length)]) ? Recognition.NeedMore : Recognition.No;
        return data.StartsWith("ZBXD"u8) && data[4] is >= 1 and <= 7 ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var data = payload.Data;
        if (data.Length < HeaderLength + 2) return true;
        // Compressed.
        if ((data[4] & 2) != 0 || !payload.FromOriginator) return false;
        var request = JsonText.Member(data, "\"request\""u8);
        if (request.IsEmpty && data[HeaderLength] == '{' && data.Length < 512) return true;
        facts.Value("zabbix.request", request);
        facts.Value("zabbix.host", JsonText.Member(data, "\"host\""u8));
        return false;
    }
}
