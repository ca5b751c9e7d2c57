using NetThreat.Core.Flows;
using NetThreat.Flows.Parallel;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport.Outputs;

/// <summary>Rows as records, for places where they are written only when it is their turn.</summary>
internal sealed class RecordBatch(IFlowOutput output) : IRowBatch
{
    private readonly List<FlowRecord> _records = [];

    public void Add(FlowRow row) => _records.Add(row.Record);

    public void Emit(int index) => output.Write(_records[index], _records[index].Application);

    public void Clear() => _records.Clear();
}
