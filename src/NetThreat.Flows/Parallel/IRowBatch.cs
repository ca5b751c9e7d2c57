using NetThreat.Flows.Records;

namespace NetThreat.Flows.Parallel;

/// <summary>What one worker makes of a run of rows, until it is their turn to leave. Used again after <see cref="Clear"/>.</summary>
public interface IRowBatch
{
    /// <summary>Takes in a row on the worker's thread; the row is good for nothing after the call.</summary>
    void Add(FlowRow row);

    /// <summary>Lets go of a row on the caller's thread; rows of one batch leave in the order in which they were added.</summary>
    void Emit(int index);

    void Clear();
}
