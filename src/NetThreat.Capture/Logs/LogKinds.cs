namespace NetThreat.Capture.Logs;

/// <summary>Which log a row belongs to, by what it calls itself or by the fields that only that log has.</summary>
internal static class LogKinds
{
    public static LogKind Of(LogRow row)
    {
        if (row.Text("event_type") is { } type && row.Has("flow_id")) return Eve(type);
        return row.Path switch
        {
            "conn" => LogKind.ZeekConn,
            "dns" => LogKind.ZeekDns,
            "ssl" => LogKind.ZeekSsl,
            "http" => LogKind.ZeekHttp,
            null when row.Has("uid") && row.Has("id.orig_h") => ByFields(row),
            _ => LogKind.Other,
        };
    }

    private static LogKind Eve(string type) => type switch
    {
        "flow" => LogKind.EveFlow,
        "dns" => LogKind.EveDns,
        "tls" => LogKind.EveTls,
        "http" => LogKind.EveHttp,
        "alert" => LogKind.EveAlert,
        _ => LogKind.Other,
    };

    private static LogKind ByFields(LogRow row)
    {
        if (row.Has("conn_state")) return LogKind.ZeekConn;
        if (row.Has("trans_id") || row.Has("qtype")) return LogKind.ZeekDns;
        if (row.Has("trans_depth")) return LogKind.ZeekHttp;
        return row.Has("cipher") || row.Has("established") && row.Has("resumed") ? LogKind.ZeekSsl : LogKind.Other;
    }
}
