using System.Net;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Socks;

/// <summary>Version 4: command, port, address, user; with 4a a name behind it where the address is 0.0.0.x.</summary>
internal static class Socks4
{
    public static bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.FromOriginator)
        {
            if (payload.Data.Length < 2) return true;
            facts.Text("socks.status", payload.Data[1] == 90 ? "succeeded" : "failed");
            return false;
        }

        var reader = new ByteReader(payload.Data);
        reader.U8();
        byte command = reader.U8();
        ushort port = reader.U16();
        var address = reader.Take(4);
        var user = reader.ZeroTerminated();
        bool named = address.Length == 4 && address[0] == 0 && address[1] == 0 && address[2] == 0 && address[3] != 0;
        var name = named ? reader.ZeroTerminated() : default;
        if (reader.Failed) return payload.Data.Length < 600;
        facts.Number("socks.version", 4);
        facts.Text("socks.command", command == 1 ? "connect" : "bind");
        facts.Value("socks.user", user);
        if (named) facts.Value("socks.request_host", name);
        else facts.Text("socks.request_host", new IPAddress(address).ToString());
        facts.Number("socks.request_port", port);
        return false;
    }
}
