namespace NetThreat.Packets.Telnet;

/// <summary>Names of the options that are seen in practice (IANA, Telnet Options).</summary>
internal static class TelnetOption
{
    public static string Name(byte option) => option switch
    {
        0 => "binary",
        1 => "echo",
        3 => "suppress-go-ahead",
        5 => "status",
        24 => "terminal-type",
        31 => "window-size",
        32 => "terminal-speed",
        33 => "remote-flow-control",
        34 => "linemode",
        35 => "x-display",
        36 => "environ",
        37 => "authentication",
        38 => "encrypt",
        39 => "new-environ",
        _ => "other",
    };
}
