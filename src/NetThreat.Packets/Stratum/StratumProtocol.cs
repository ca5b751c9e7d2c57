using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Stratum;

/// <summary>Mining of crypto-currencies in pools: JSON lines of Stratum, of its Ethereum kin and of the Monero pools. Passwords are not kept.</summary>
internal sealed class StratumProtocol() : ApplicationProtocol("stratum", Carriers.Tcp, [3333], ["stratum.method", "stratum.worker", "stratum.agent"])
{
    private const int Window = 1024;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data[..Math.Min(payload.Data.Length, Window)].TrimStart(" \r\n"u8);
        if (data.IsEmpty) return Recognition.NeedMore;
        if (data[0] != '{') return Recognition.No;
        if (IsMethod(JsonText.Member(data, "\"method\""u8), data)) return Recognition.Yes;
        return payload.Data.Length < Window && data.IndexOf((byte)'\n') < 0 ? Recognition.NeedMore : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.FromOriginator) return false;
        var lines = new TextLines(payload.Data);
        while (lines.MoveNext())
        {
            var method = JsonText.Member(lines.Current, "\"method\""u8);
            if (!payload.IsNew(lines.Position) || method.IsEmpty) continue;
            facts.Value("stratum.method", method);
            if (method.SequenceEqual("mining.subscribe"u8)) facts.Value("stratum.agent", JsonText.FirstOf(lines.Current, "\"params\""u8));
            else if (method.SequenceEqual("mining.authorize"u8) || method.SequenceEqual("eth_submitLogin"u8)) facts.Value("stratum.worker", JsonText.FirstOf(lines.Current, "\"params\""u8));
            if (!method.SequenceEqual("login"u8)) continue;
            facts.Value("stratum.worker", JsonText.Member(lines.Current, "\"login\""u8));
            facts.Value("stratum.agent", JsonText.Member(lines.Current, "\"agent\""u8));
        }

        return true;
    }

    private static bool IsMethod(ReadOnlySpan<byte> method, ReadOnlySpan<byte> json) =>
        method.StartsWith("mining."u8) || method.SequenceEqual("eth_submitLogin"u8) || method.SequenceEqual("eth_getWork"u8) || method.SequenceEqual("eth_submitWork"u8)
        || (method.SequenceEqual("login"u8) && json.IndexOf("\"pass\""u8) >= 0 && !JsonText.Member(json, "\"login\""u8).IsEmpty);
}
