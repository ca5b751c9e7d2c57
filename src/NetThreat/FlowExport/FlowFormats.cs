using NetThreat.FlowExport.Eve;
using NetThreat.FlowExport.Ipfix;
using NetThreat.FlowExport.NfStream;
using NetThreat.FlowExport.Zeek;

namespace NetThreat.FlowExport;

/// <summary>Every format of <c>netthreat flows</c>, one entry each.</summary>
internal static class FlowFormats
{
    /// <summary>Needs a meter of its own: <see cref="CicExporter"/>.</summary>
    public const string CicCompatible = "cic-compatible";

    public static IReadOnlyList<FlowFormat> All { get; } =
    [
        new("json", "lines of everything known", "json", [new("flows", () => new JsonFlowWriter())]),
        Zeek("zeek", "Zeek's conn.log; into a folder also its dns, ssl and http logs", () => new ZeekTsvEncoder(TimeProvider.System)),
        Zeek("zeek-json", "the same as JSON lines", () => new ZeekJsonEncoder()),
        new("nfstream", "NFStream's CSV with payload accounting", "csv", [new("nfstream", () => new NfStreamWriter())]),
        new("cic", "CICFlowMeter's CSV", "csv", [new("cicflowmeter", () => new CicFlowWriter())]),
        new(CicCompatible, "the same with the flows and columns of the original, errors included", "csv", [new("cicflowmeter", () => new CicFlowWriter(keepUndefined: true))]),
        new("ipfix", "IPFIX messages with biflows, as a file of RFC 5655", "ipfix", [new("flows", () => new IpfixFlowWriter())]),
        new("eve", "Suricata's EVE records", "json", [new("eve", () => new EveWriter())]),
    ];

    public static FlowFormat Of(string name) => All.Single(f => f.Name == name);

    private static FlowFormat Zeek(string name, string summary, Func<IZeekEncoder> encoder) => new(name, summary, "log",
    [
        new("conn", () => new ZeekConnWriter(encoder())),
        new("dns", () => new ZeekDnsWriter(encoder())),
        new("ssl", () => new ZeekSslWriter(encoder())),
        new("http", () => new ZeekHttpWriter(encoder())),
    ]);
}
