using NetThreat.Capture.Ipfix;
using NetThreat.Core.Flows;

namespace NetThreat.FlowExport.Ipfix;

/// <summary>An IPFIX file (RFC 5655): binary, messages one after the other, the templates first.</summary>
internal sealed class IpfixFlowWriter : IFlowWriter
{
    private TextBuffer? _output;
    private IpfixWriter? _writer;

    public void Begin(TextBuffer output)
    {
        _output = output;
        _writer = new IpfixWriter(Append, IpfixWriter.FileSize);
    }

    public void Write(FlowRecord flow, ApplicationFacts? facts, TextBuffer output) => _writer!.Write(flow, facts);

    public void End(TextBuffer output) => _writer!.Flush();

    private void Append(ReadOnlySpan<byte> message) => _output!.Text(message);
}
