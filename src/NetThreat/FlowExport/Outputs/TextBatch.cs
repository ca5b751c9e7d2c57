using NetThreat.Flows.Parallel;
using NetThreat.Flows.Records;

namespace NetThreat.FlowExport.Outputs;

/// <summary>Rows as the text that they will be, made by a worker.</summary>
internal sealed class TextBatch : IRowBatch
{
    private readonly IFlowWriter _writer;
    private readonly Action<ReadOnlySpan<byte>> _emit;
    private readonly TextBuffer _text = new(null);
    private readonly List<int> _ends = [];

    /// <param name="writer">The batch's own.</param>
    /// <param name="emit">Takes a row's text when it is its turn.</param>
    public TextBatch(IFlowWriter writer, Action<ReadOnlySpan<byte>> emit)
    {
        (_writer, _emit) = (writer, emit);
        // A writer may hold on to the buffer that it begins with; what stands before the first flow is written elsewhere.
        writer.Begin(_text);
        _text.Clear();
    }

    public void Add(FlowRow row)
    {
        _writer.Write(row, _text);
        _ends.Add(_text.Length);
    }

    public void Emit(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        _emit(_text.Slice(start, _ends[index] - start));
    }

    public void Clear()
    {
        _text.Clear();
        _ends.Clear();
    }
}
