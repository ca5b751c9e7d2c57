namespace NetThreat.Capture.Logs;

/// <summary>Which log a row belongs to.</summary>
internal enum LogKind : byte
{
    /// <summary>Something we do not read.</summary>
    Other = 0,
    ZeekConn,
    ZeekDns,
    ZeekSsl,
    ZeekHttp,
    EveFlow,
    EveDns,
    EveTls,
    EveHttp,
    EveAlert,
}
