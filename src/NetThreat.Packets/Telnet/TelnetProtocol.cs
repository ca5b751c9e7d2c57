using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Telnet;

/// <summary>Telnet (RFC 854): option negotiation makes it known. What is typed is not kept; prompts and refusals of the server are counted.</summary>
internal sealed class TelnetProtocol() : ApplicationProtocol("telnet", Carriers.Tcp, [23, 2323, 992], ["telnet.option", "telnet.login"])
{
    private const byte Command = 255, Will = 251, Dont = 254, Sub = 250;

    public override Recognition Recognize(in Payload payload)
    {
        var data = payload.Data;
        int commands = 0, at = 0;
        while (at + 2 < data.Length && data[at] == Command && data[at + 1] is >= Will and <= Dont && (data[at + 2] <= 49 || data[at + 2] is 0x8A or 0x8B or 0x8C or 0xFF))
        {
            commands++;
            at += 3;
        }

        if (commands >= 2 || (commands == 1 && OnUsualPort(payload))) return Recognition.Yes;
        if (commands == 1 || (data.Length < 3 && data.StartsWith([Command]))) return Recognition.NeedMore;
        // A prompt before any negotiation.
        return OnUsualPort(payload) && !payload.FromOriginator && Prompts(data) ? Recognition.Yes : payload.HasPort(23) && commands == 0 ? Recognition.NeedMore : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        var fresh = payload.Data[Math.Min(payload.Seen, payload.Data.Length)..];
        for (int at = 0; at + 2 < fresh.Length; at++)
        {
            if (fresh[at] != Command || fresh[at + 1] is < Sub or > Dont) continue;
            if (payload.FromOriginator && fresh[at + 1] == Will) facts.Text("telnet.option", TelnetOption.Name(fresh[at + 2]));
            at += 2;
        }

        if (payload.FromOriginator) return true;
        if (Prompts(fresh)) facts.Text("telnet.login", "prompt");
        if (fresh.ContainsText("login incorrect"u8) || fresh.ContainsText("authentication failed"u8) || fresh.ContainsText("access denied"u8)) facts.Text("telnet.login", "failed");
        return true;
    }

    private static bool Prompts(ReadOnlySpan<byte> text) => text.ContainsText("login:"u8) || text.ContainsText("username:"u8);
}
