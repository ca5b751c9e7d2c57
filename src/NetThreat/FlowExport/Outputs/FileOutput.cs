using NetThreat.Core.Flows;
using NetThreat.Flows.Parallel;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport.Outputs;

/// <summary>The first log of a format into one file or standard output.</summary>
internal sealed class FileOutput(string path, FlowFormat format) : IFlowOutput
{
    private readonly LogFile _file = new(path, format.Logs[0].Writer());

    public void Write(FlowRow flow) => _file.Write(flow);

    public void Write(FlowRecord flow, ApplicationFacts? facts) => _file.Write(flow, facts);

    public IRowBatch NewBatch() => new TextBatch(format.Logs[0].Writer(), _file.Write);

    public void Flush() => _file.Flush();

    public void End() => _file.End();

    public void Dispose() => _file.Dispose();
}
