using NetThreat.Core.Flows;

namespace NetThreat.Core.Wire;

/// <summary>Reads the message <c>Http</c>.</summary>
internal static class HttpReader
{
    public static HttpTransaction Read(ref WireReader outer)
    {
        var r = new WireReader(outer.Bytes());
        var t = new HttpTransaction();
        while (r.Next(out uint tag))
            t = tag switch
            {
                10 => t with { Method = Text(ref r) },
                18 => t with { Host = Text(ref r) },
                26 => t with { Uri = Text(ref r) },
                34 => t with { Version = Text(ref r) },
                42 => t with { UserAgent = Text(ref r) },
                50 => t with { Referrer = Text(ref r) },
                58 => t with { RequestType = Text(ref r) },
                66 => t with { ResponseType = Text(ref r) },
                74 => t with { Server = Text(ref r) },
                80 => t with { RequestLength = r.Count("a length") - 1 },
                88 => t with { ResponseLength = r.Count("a length") - 1 },
                96 => t with { Status = r.Int(9999, "an HTTP status") },
                106 => t with { Upgrade = Text(ref r) },
                114 => t with { User = Text(ref r) },
                _ => Skip(ref r, tag, t),
            };
        if (r.Error is { } error) outer.Fail(error);
        return t;
    }

    private static HttpTransaction Skip(ref WireReader r, uint tag, HttpTransaction t)
    {
        r.Skip(tag);
        return t;
    }

    private static string Text(ref WireReader r) => r.Text(WireLimits.MaxFactBytes, "an HTTP text");
}
