using System.Text;
using NetThreat.Core.Flows;
using NetThreat.FlowExport;
using NetThreat.FlowExport.Outputs;
using NetThreat.Flows.Records;

namespace NetThreat.Tests.FlowExport;

/// <summary>What one writer makes of flows, as text.</summary>
internal sealed class TextOutput : IFlowOutput
{
    private readonly MemoryStream _stream = new();
    private readonly IFlowWriter _writer;
    private readonly TextBuffer _buffer;

    public TextOutput(IFlowWriter writer)
    {
        (_writer, _buffer) = (writer, new TextBuffer(_stream));
        writer.Begin(_buffer);
    }

    public string Text => Encoding.UTF8.GetString(_stream.ToArray());

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public void Write(FlowRow flow) => _writer.Write(flow, _buffer);

    public void Write(FlowRecord flow, ApplicationFacts? facts) => _writer.Write(flow, facts, _buffer);

    public void Flush() => _buffer.Flush();

    public void End()
    {
        _writer.End(_buffer);
        _buffer.Flush();
    }

    public void Dispose() => _stream.Dispose();
}
