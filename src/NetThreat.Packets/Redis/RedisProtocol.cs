using System.Text;
using NetThreat.Packets.Applications;

namespace NetThreat.Packets.Redis;

/// <summary>Redis serialization protocol: arrays of bulk strings. Only names of commands are kept, of AUTH whether it was given.</summary>
internal sealed class RedisProtocol() : ApplicationProtocol("redis", Carriers.Tcp, [6379], ["redis.cmd", "redis.user", "redis.password_given", "redis.error", "redis.server_version"])
{
    public override Recognition Recognize(in Payload payload)
    {
        var client = payload.Client();
        if (client.IsEmpty) return payload.HasPort(6379) ? Recognition.NeedMore : Recognition.No;
        if (client[0] == '*')
        {
            var reader = new RespReader(client);
            if (reader.Command(out var name, out _, out _)) return IsCommand(name) ? Recognition.Yes : Recognition.No;
            return !reader.Failed && client.Length < 256 ? Recognition.NeedMore : Recognition.No;
        }

        // Commands in plain words, as people and scanners type them.
        if (!payload.HasPort(6379)) return Recognition.No;
        var complete = TextLines.First(client, out var line);
        return complete != Recognition.Yes ? complete : line.IsText("PING"u8) || line.StartsWithText("INFO"u8) || line.StartsWithText("CONFIG "u8) || line.StartsWithText("AUTH "u8) ? Recognition.Yes : Recognition.No;
    }

    public override bool Read(in Payload payload, IFactSink facts)
    {
        if (!payload.FromOriginator)
        {
            var lines = new TextLines(payload.Data);
            while (lines.MoveNext())
            {
                if (!payload.IsNew(lines.Position)) continue;
                if (lines.Current.StartsWith("-"u8)) facts.Value("redis.error", lines.Current[1..]);
                else if (lines.Current.StartsWith("redis_version:"u8)) facts.Value("redis.server_version", lines.Current[14..]);
            }

            return true;
        }

        var reader = new RespReader(payload.Data);
        while (reader.Command(out var name, out var first, out int arguments))
        {
            if (!payload.IsNew(reader.Position) || !IsCommand(name)) continue;
            facts.Text("redis.cmd", Encoding.ASCII.GetString(name).ToUpperInvariant());
            if (!name.IsText("AUTH"u8)) continue;
            facts.Number("redis.password_given", 1);
            if (arguments == 2) facts.Value("redis.user", first);
        }

        return !reader.Failed;
    }

    private static bool IsCommand(ReadOnlySpan<byte> name)
    {
        if (name.Length is < 2 or > 20) return false;
        foreach (byte b in name)
            if (!char.IsAsciiLetter((char)b) && b is not ((byte)'.' or (byte)'-' or (byte)'_')) return false;
        return true;
    }
}
