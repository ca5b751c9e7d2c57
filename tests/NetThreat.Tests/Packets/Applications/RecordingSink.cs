using System.Globalization;
using System.Text;
using NetThreat.Core.Flows;
using NetThreat.Packets.Applications;

namespace NetThreat.Tests.Packets.Applications;

/// <summary>Keeps every fact that it is given, once, as a flow does.</summary>
internal sealed class RecordingSink : IFactSink
{
    public List<(string Name, string Value)> Facts { get; } = [];

    public TlsFacts? Tls { get; set; }

    public SshFacts? Ssh { get; set; }

    public string? SshClient { get; set; }

    public string? SshServer { get; set; }

    public IReadOnlyList<HttpTransaction> Http { get; set; } = [];

    public int HttpRequests { get; set; }

    public object? Memory { get; set; }

    public void Text(string name, ReadOnlySpan<byte> value) => Text(name, Encoding.Latin1.GetString(value));

    public void Text(string name, string value)
    {
        if (!Facts.Contains((name, value))) Facts.Add((name, value));
    }

    public void Number(string name, long value) => Text(name, value.ToString(CultureInfo.InvariantCulture));
}
